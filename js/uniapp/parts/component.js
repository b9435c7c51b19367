// Components without a screen: over Vue, where the project has it, with a renderer
// that renders nothing; otherwise their data, methods and computed properties. And
// the instances that Page and Component of a mini program make.
(function () {
	'use strict';

	return ({ addOptions, appHooks, pageHooks, native }) => {
		const { mountsFirst } = native.data.settings.life;
		const namesOf = (of) => (of.kind === 'app' ? ['onShow', 'onHide', ...appHooks] : pageHooks);
		const copy = (v) => (v === undefined ? undefined : structuredClone(v));

		// host is what Vue's createRenderer wants of a document.
		const node = () => ({ parent: null });
		const host = {
			createElement: node, createText: node, createComment: node,
			insert(child, parent) { child.parent = parent; },
			remove(child) { child.parent = null; },
			patchProp() {}, setText() {}, setElementText() {}, setScopeId() {},
			parentNode: (n) => n.parent,
			nextSibling: () => null,
		};

		const withoutScreen = (Vue) => {
			Vue.prototype.__patch__ = () => null;
			Vue.config.errorHandler ??= (e) => { native.report(e); };
		};

		// overVue2 is for Vue 2, which has no renderers: what it would patch is nothing.
		const overVue2 = (of, definition, { vue, shown, ready, query }) => {
			const Vue = vue.default;
			withoutScreen(Vue);
			const { el, template, ...options } = definition;
			const vm = new Vue({ ...options, render: () => undefined, propsData: query });
			of.instance = of.kind === 'page' ? named(of, vm) : vm;
			addOptions(of, definition, namesOf(of));
			shown?.();
			vm.$mount();
			ready?.();
			of.finish = () => { vm.$destroy(); };
		};

		const overVue3 = (of, definition, { vue, context, shown, ready, query }) => {
			const { setup } = definition;
			const wrapped = {
				...definition,
				render: () => null,
				setup(props, ctx) {
					const instance = vue.getCurrentInstance();
					if (shown) {
						vue.onBeforeMount(() => {
							of.instance = named(of, instance.proxy);
							addOptions(of, definition, namesOf(of));
							shown();
						});
						if (!mountsFirst) vue.onMounted(ready);
					}
					const made = setup?.(props, ctx);
					if (typeof made?.then !== 'function') return typeof made === 'function' ? undefined : made;
					made.catch((e) => { native.report(e); }); // no Suspense is above a page
					return undefined;
				},
			};
			const container = node();
			const { render } = vue.createRenderer(host);
			of.vnode = vue.createVNode(wrapped, of.kind === 'page' ? query : null);
			if (context) of.vnode.appContext = context;
			else of.vnode.appContext = vue.createRenderer(host).createApp({})._context;
			// What throws in Vue is the script's error, unless the app handles it itself.
			of.vnode.appContext.config.errorHandler ??= (e) => { native.report(e); };
			render(of.vnode, container);
			if (of.kind === 'app') {
				of.instance = of.vnode.component.proxy;
				addOptions(of, definition, namesOf(of));
			} else if (mountsFirst) {
				ready();
			}
			of.finish = () => render(null, container);
		};

		const named = (of, proxy) => {
			for (const [name, value] of Object.entries({ ...of.about, $vm: proxy })) {
				Object.defineProperty(proxy, name, { value, writable: true, configurable: true });
			}
			return proxy;
		};

		// alone is an instance of a component's options, where there is no Vue.
		const alone = (of, definition, { shown, ready, query }) => {
			const instance = { $mpType: of.kind, ...of.about };
			instance.$vm = instance;
			instance.$options = definition;
			instance.$nextTick = (fn) => Promise.resolve().then(() => fn?.call(instance));
			instance.$set = (object, key, value) => { object[key] = value; };
			const all = merged(definition);
			if (Object.keys(all.watch).length) {
				native.tellOnce(`unisocket: watch of a component needs vue, which the project has not installed: it never fires`);
			}
			for (const [name, fn] of Object.entries(all.methods)) instance[name] = fn.bind(instance);
			for (const [name, prop] of Object.entries(all.props)) {
				const byDefault = prop?.default;
				instance[name] = query[name] ?? (typeof byDefault === 'function' && prop.type !== Function ? byDefault() : byDefault);
			}
			for (const data of all.data) Object.assign(instance, typeof data === 'function' ? data.call(instance, instance) : data);
			for (const [name, of] of Object.entries(all.computed)) {
				const get = typeof of === 'function' ? of : of.get;
				Object.defineProperty(instance, name, { get: () => get.call(instance, instance), set: (v) => of.set?.call(instance, v), configurable: true, enumerable: true });
			}
			of.instance = instance;
			const call = (name) => { for (const fn of all[name]) native.call(fn, instance, []); };
			if (definition.setup) {
				const made = definition.setup(query, { attrs: query, slots: {}, emit() {}, expose() {} });
				if (typeof made?.then === 'function') made.catch((e) => { native.report(e); });
				else if (made && typeof made === 'object') Object.assign(instance, made);
			}
			addOptions(of, definition, namesOf(of));
			call('beforeCreate');
			call('created');
			call('beforeMount');
			shown?.();
			call('mounted');
			ready?.();
			of.finish = () => {
				for (const name of ['beforeUnmount', 'beforeDestroy', 'unmounted', 'destroyed']) call(name);
			};
		};

		const hooksOfVue = ['beforeCreate', 'created', 'beforeMount', 'mounted', 'beforeUnmount', 'beforeDestroy', 'unmounted', 'destroyed'];

		// merged are the options of a component with those of its mixins.
		const merged = (definition) => {
			const all = { data: [], methods: {}, computed: {}, props: {}, watch: {} };
			for (const name of hooksOfVue) all[name] = [];
			const take = (options) => {
				for (const mixin of [options.extends, ...(options.mixins ?? [])]) if (mixin) take(mixin);
				if (options.data) all.data.push(options.data);
				for (const name of ['methods', 'computed', 'watch']) Object.assign(all[name], options[name]);
				const { props = {} } = options;
				Object.assign(all.props, Array.isArray(props) ? Object.fromEntries(props.map((name) => [name, {}])) : props);
				for (const name of hooksOfVue) if (options[name]) all[name].push(options[name]);
			};
			take(definition);
			return all;
		};

		const stepsOf = (path) => path.match(/[^.[\]]+/g) ?? [];

		// setData sets paths such as a.b[0].c.
		const setData = (instance, changes, done) => {
			for (const [path, value] of Object.entries(changes ?? {})) {
				const steps = stepsOf(path);
				let at = instance.data;
				steps.slice(0, -1).forEach((step, i) => {
					if (at[step] === null || typeof at[step] !== 'object') at[step] = /^\d+$/.test(steps[i + 1]) ? [] : {};
					at = at[step];
				});
				at[steps[steps.length - 1]] = value;
			}
			if (typeof done === 'function') native.later(() => done.call(instance));
		};

		// concerns reports whether setting a path is seen by who observes another one: it is
		// that, or above it, or with ** at the observer's end below it.
		const concerns = (set, observed) => {
			const wild = observed.at(-1) === '**';
			const whole = wild ? observed.slice(0, -1) : observed;
			return (wild || set.length <= whole.length) && set.slice(0, whole.length).every((step, i) => step === whole[i]);
		};

		// observe calls the observers of what setData has set, once each.
		const observe = (instance, observers, changes) => {
			const set = Object.keys(changes ?? {}).map(stepsOf);
			for (const [fields, fn] of observers) {
				const paths = fields.split(',').map((field) => stepsOf(field.trim()));
				if (!paths.some((path) => set.some((steps) => concerns(steps, path)))) continue;
				const values = paths.map((path) => path.filter((step) => step !== '**').reduce((at, step) => at?.[step], instance.data));
				native.call(fn, instance, values);
			}
		};

		const page = (options) => {
			const instance = {};
			for (const [name, value] of Object.entries(options)) instance[name] = name === 'data' ? copy(value) : value;
			for (const behavior of options.behaviors ?? []) {
				instance.data = { ...copy(behavior.data), ...instance.data };
				for (const [name, fn] of Object.entries(behavior.methods ?? {})) instance[name] ??= fn;
			}
			instance.data ??= {};
			instance.setData = (changes, done) => setData(instance, changes, done);
			return instance;
		};

		// component is a page that was made with Component: its methods are the page's
		// functions, the functions of its lifetimes hooks.
		const component = (options) => {
			const all = [...(options.behaviors ?? []), options];
			const instance = { data: {}, properties: undefined };
			const observers = [];
			const hooks = { onLoad: [], onShow: [], onHide: [], onReady: [], onUnload: [] };
			for (const part of all) {
				for (const [name, property] of Object.entries(part.properties ?? {})) {
					instance.data[name] = property?.value ?? { [String]: '', [Number]: 0, [Boolean]: false, [Array]: [] }[property?.type ?? property] ?? null;
				}
				Object.assign(instance.data, copy(part.data));
				Object.assign(instance, part.methods);
				observers.push(...Object.entries(part.observers ?? {}));
				const lifetime = (name) => part.lifetimes?.[name] ?? part[name];
				hooks.onLoad.push(lifetime('created'), lifetime('attached'));
				hooks.onShow.push(part.pageLifetimes?.show);
				hooks.onHide.push(part.pageLifetimes?.hide);
				hooks.onReady.push(lifetime('ready'));
				hooks.onUnload.push(lifetime('detached'));
			}
			instance.properties = instance.data;
			for (const name of pageHooks) if (instance[name]) (hooks[name] ??= []).push(instance[name]);
			instance.setData = (changes, done) => {
				setData(instance, changes, done);
				observe(instance, observers, changes);
			};
			instance.triggerEvent = () => {}; // a page has no parent that could listen
			return { instance, hooks };
		};

		return { overVue: (of, definition, over) => (over.vue.createRenderer ? overVue3 : overVue2)(of, definition, over), alone, page, component, withoutScreen };
	};
})
