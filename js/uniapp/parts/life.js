// The life of an app and its pages (docs/behaviour.md, section 11.3): from hooks of
// @dcloudio/uni-app, from components, and from App, Page and Component of a mini
// program.
(function (native) {
	'use strict';

	const { settings } = native.data;
	const { life, scene } = settings;

	// An owner is the app or a page: hooks are its life cycle functions by name.
	const owner = (kind) => ({ kind, hooks: new Map(), instance: undefined, vnode: undefined, visible: false });

	const app = owner('app');
	const stack = [];  // pages, the visible one last
	let entry;         // the page that the script makes
	let current;       // the owner that is being set up
	let launched = false;
	let ended = false;
	let scheduled = false;

	const { parseQuery, asQuery, navigation } = native.part('navigation');

	const launchOptions = {
		path: settings.path, query: parseQuery(settings.query ?? ''), scene,
		referrerInfo: settings.wrapped ? {} : { appId: '', extraData: {} },
	};
	const optionsOfLaunch = () => ({ ...launchOptions, query: { ...launchOptions.query } });

	// Hooks

	const appHooks = ['onLaunch', 'onError', 'onThemeChange', 'onPageNotFound', 'onUnhandledRejection', 'onLastPageBackPress', 'onExit'];
	const pageHooks = [
		'onInit', 'onLoad', 'onShow', 'onReady', 'onHide', 'onUnload', 'onResize', 'onBackPress', 'onPageScroll', 'onTabItemTap', 'onReachBottom',
		'onPullDownRefresh', 'onSaveExitState', 'onTitleClick', 'onShareTimeline', 'onShareChat', 'onAddToFavorites', 'onShareAppMessage',
		'onCopyUrl', 'onUploadDouyinVideo', 'onLiveMount', 'onNavigationBarButtonTap', 'onNavigationBarSearchInputChanged',
		'onNavigationBarSearchInputClicked', 'onNavigationBarSearchInputConfirmed', 'onNavigationBarSearchInputFocusChanged',
	];

	const add = (to, name, fn) => {
		if (!to.hooks.has(name)) to.hooks.set(name, []);
		to.hooks.get(name).push(fn);
	};

	// hook is a function of @dcloudio/uni-app: it belongs to what is being set up, and
	// in a script of its own to the app or the page by its name.
	const hook = (name, fn, target) => {
		if (typeof fn !== 'function') return;
		const of = ownerOf(target) ?? current ?? (appHooks.includes(name) ? app : entryPage());
		add(of, name, fn);
		schedule();
	};

	const ownerOf = (target) => (target ? [app, entry, ...stack].find((o) => o?.vnode && o.vnode.component === target) : undefined);

	// run calls the hooks of a name, each whatever became of the others.
	const run = (of, name, ...args) => {
		let result;
		for (const fn of [...(of.hooks.get(name) ?? [])]) {
			result = native.call(fn, of.instance, args) ?? result;
		}
		return result;
	};

	// The life cycle functions of a component's options, those of its mixins first.
	const addOptions = (of, options, names) => {
		for (const mixin of [options.extends, ...(options.mixins ?? [])]) if (mixin) addOptions(of, mixin, names);
		for (const name of names) {
			for (const fn of [].concat(options[name] ?? [])) if (typeof fn === 'function') add(of, name, fn);
		}
	};

	// Pages

	const newPage = (path, query) => {
		const page = owner('page');
		const route = path.replace(/^\//, '');
		page.about = { route, options: query, $page: { id: ++pages, route, path: `/${route}`, fullPath: `/${route}${asQuery(query)}`, options: query } };
		return page;
	};
	let pages = 0;

	// entryPage is the page that a script is which names none.
	const entryPage = () => {
		if (!entry) {
			entry = newPage(launchOptions.path, launchOptions.query);
			entry.instance = describe(entry, {});
			stack.push(entry);
		}
		return entry;
	};

	// describe gives a page's object what getCurrentPages shows of it.
	const describe = (page, object, vm) => {
		for (const [name, value] of Object.entries({ ...page.about, is: page.about.route, $vm: vm ?? object })) {
			Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: name === 'route' || name === 'options' });
		}
		return object;
	};

	// The beginning

	const schedule = () => {
		if (scheduled) return;
		scheduled = true;
		native.later(start);
	};

	const start = () => {
		if (launched || ended) return;
		launched = true;
		app.begin?.();
		app.instance ??= defaultApp;
		run(app, 'onLaunch', optionsOfLaunch());
		run(app, 'onShow', optionsOfLaunch());
		app.visible = true;
		if (entry) native.later(() => open(entry));
	};

	const open = (page) => {
		if (ended || !stack.includes(page)) return;
		page.begin ? page.begin(() => shown(page), () => run(page, 'onReady')) : shown(page);
		if (!page.begin) native.later(() => run(page, 'onReady'));
	};

	const shown = (page) => {
		run(page, 'onLoad', page.about.options);
		page.visible = true;
		run(page, 'onShow');
	};

	// The app comes and goes

	const hidePage = () => {
		const page = stack[stack.length - 1];
		if (page?.visible) {
			page.visible = false;
			run(page, 'onHide');
		}
	};
	const hideApp = () => {
		if (app.visible) {
			app.visible = false;
			run(app, 'onHide');
		}
	};
	const hide = (tellListeners) => {
		if (life.pageHidesFirst) hidePage();
		hideApp();
		tellListeners?.();
		hidePage();
	};
	const show = (tellListeners) => {
		const again = launched && !app.visible;
		if (again) {
			app.visible = true;
			run(app, 'onShow', optionsOfLaunch());
		}
		tellListeners();
		const page = stack[stack.length - 1];
		if (again && page) {
			page.visible = true;
			run(page, 'onShow');
		}
	};
	const end = () => {
		if (ended) return;
		hide();
		ended = true;
		while (stack.length) unload(stack.pop());
		run(app, 'onExit');
		app.finish?.();
	};
	const unload = (page) => {
		run(page, 'onUnload');
		page.finish?.();
	};

	// Components

	const parts = native.part('component')({ addOptions, appHooks, pageHooks, native });

	// component makes an owner of a component; vue is the module, where it is there.
	const component = (of, definition, vue, context) => {
		of.begin = (shown, ready) => {
			const before = current;
			current = of;
			try {
				(vue ? parts.overVue : parts.alone)(of, definition, { vue, context, shown, ready, query: of.about?.options ?? {} });
			} finally {
				current = before;
			}
			if (of.kind === 'app') setGlobalData(of, definition);
		};
	};

	const setGlobalData = (of, definition) => {
		const options = definition.globalData ?? {};
		Object.defineProperty(of.instance, 'globalData', {
			get: () => options, set: (v) => { Object.assign(options, v); }, configurable: true,
		});
		Object.defineProperty(of.instance, '$vm', { value: of.instance, configurable: true });
	};

	const runApp = (definition, vue, context) => {
		component(app, definition, vue, context);
		schedule();
	};
	const runPage = (definition, vue, context) => {
		component(entryPage(), definition, vue, context);
		schedule();
	};

	// main is what a project's entry does: createApp makes the app, the first page opens.
	const main = (createApp, vue, page) => {
		const made = createApp();
		const root = made?.app ?? made;
		if (!root?._component) throw new TypeError('createApp returned no app of createSSRApp: { app }');
		const context = root._context;
		runApp(root._component, vue, context);
		if (page) component(entryPage(), page, vue, context);
	};

	// prepareVue2 has an entry's $mount launch the app.
	const prepareVue2 = (Vue) => {
		const { $mount } = Vue.prototype;
		parts.withoutScreen(Vue);
		Vue.prototype.$mount = function (...args) {
			const { mpType, onLaunch } = this.$options;
			if (mpType === 'app' || onLaunch) {
				app.instance = this;
				setGlobalData(app, this.$options);
				addOptions(app, this.$options, ['onShow', 'onHide', ...appHooks]);
				schedule();
			}
			return $mount.apply(this, args);
		};
	};

	// Mini programs

	const defaultApp = { globalData: {} };

	const App = (options) => {
		app.instance = options;
		options.globalData ??= {};
		addOptions(app, { ...options }, ['onShow', 'onHide', ...appHooks]);
		schedule();
	};
	const Page = (options) => {
		const page = entryPage();
		page.instance = describe(page, parts.page(options));
		addOptions(page, options, pageHooks);
		schedule();
	};
	const Component = (options) => {
		const page = entryPage();
		const made = parts.component(options);
		page.instance = describe(page, made.instance);
		addOptions(page, made.hooks, pageHooks);
		schedule();
	};

	const getApp = () => app.instance ?? defaultApp;
	const getCurrentPages = () => {
		if (!launched) entryPage();
		return stack.map((page) => page.instance);
	};

	// Errors that nobody caught

	const listeners = { onError: [], onUnhandledRejection: [], onPageNotFound: [] };
	const on = (name) => (fn) => { if (typeof fn === 'function') listeners[name].push(fn); };
	const off = (name) => (fn) => { listeners[name] = fn === undefined ? [] : listeners[name].filter((other) => other !== fn); };
	const tellAll = (name, arg) => {
		run(app, name, arg);
		for (const fn of [...listeners[name]]) native.call(fn, undefined, [arg]);
	};

	return {
		hook, App, Page, Component, Behavior: (options) => options, getApp, getCurrentPages,
		runApp, runPage, main, prepareVue2, hide, show, end,
		tellPage(name, ...args) {
			const page = stack[stack.length - 1];
			if (page) run(page, name, ...args);
		},
		error(text) { tellAll('onError', text); },
		rejection(reason, promise) { tellAll('onUnhandledRejection', { reason, promise }); },
		getLaunchOptionsSync: optionsOfLaunch,
		getEnterOptionsSync: optionsOfLaunch,
		onError: on('onError'),
		offError: off('onError'),
		onUnhandledRejection: on('onUnhandledRejection'),
		offUnhandledRejection: off('onUnhandledRejection'),
		onPageNotFound: on('onPageNotFound'),
		offPageNotFound: off('onPageNotFound'),
		...navigation({
			stack, newPage, entryPage, hidePage, unload,
			add(page) {
				page.instance = describe(page, {});
				page.visible = true;
				stack.push(page);
			},
			showAgain(page) {
				if (page.visible) return;
				page.visible = true;
				run(page, 'onShow');
			},
		}),
	};
})
