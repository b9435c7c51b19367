// Navigation (docs/behaviour.md, section 11.3): pages that a script goes to are on the
// stack, and empty, since nothing renders them.
(function (native) {
	'use strict';

	const { settings } = native.data;

	const parseQuery = (text) => {
		const query = {};
		for (const pair of text.split('&')) {
			if (pair === '') continue;
			const [name, ...value] = pair.split('=');
			query[decode(name)] = decode(value.join('='));
		}
		return query;
	};
	const decode = (text) => {
		try {
			return decodeURIComponent(text);
		} catch {
			return text;
		}
	};

	const asQuery = (query) => {
		const text = Object.keys(query).map((name) => `${name}=${encodeURIComponent(query[name])}`).join('&');
		return text && `?${text}`;
	};

	// target is what a URL names, which may be relative to the page that is shown.
	const target = (url, stack) => {
		const [path, query = ''] = `${url}`.split('?');
		const here = stack[stack.length - 1]?.about.route ?? '';
		const at = path.startsWith('/') ? path : `/${here.split('/').slice(0, -1).concat(path.split('/')).join('/')}`;
		const route = [];
		for (const step of at.split('/')) {
			if (step === '..') route.pop();
			else if (step !== '.' && step !== '') route.push(step);
		}
		return { route: route.join('/'), query: parseQuery(query) };
	};

	const visit = (pages, name, { url, delta = 1, events }, done) => {
		const { stack } = pages;
		let to;
		if (name !== 'navigateBack') {
			if (typeof url !== 'string' || url === '') {
				done('parameter error: parameter.url should be String');
				return;
			}
			to = target(url, stack);
			if (settings.pages && !settings.pages.includes(to.route)) {
				done(`page "${settings.wrapped ? '' : '/'}${to.route}" is not found`);
				return;
			}
		}
		native.tell(`unisocket: ${name} ${to ? `/${to.route}${asQuery(to.query)}` : delta}`);
		pages.entryPage();
		const leaving = { navigateTo: 0, redirectTo: 1, navigateBack: Math.min(delta, stack.length - 1) }[name] ?? stack.length;
		if (name === 'navigateTo') pages.hidePage();
		for (let i = 0; i < leaving; i++) pages.unload(stack.pop());
		if (!to) {
			pages.showAgain(stack[stack.length - 1]);
			done('');
			return;
		}
		pages.add(pages.newPage(to.route, to.query));
		done('', name === 'navigateTo' ? { eventChannel: channel(events) } : undefined);
	};

	const channel = (events) => {
		const listeners = new Map(Object.entries(events ?? {}).map(([name, fn]) => [name, [fn]]));
		const on = (name, fn) => { listeners.set(name, [...(listeners.get(name) ?? []), fn]); };
		const off = (name, fn) => { listeners.set(name, fn ? (listeners.get(name) ?? []).filter((other) => other !== fn) : []); };
		return {
			on,
			off,
			once(name, fn) {
				const once = (...args) => {
					off(name, once);
					fn(...args);
				};
				on(name, once);
			},
			emit(name, ...args) { for (const fn of [...(listeners.get(name) ?? [])]) fn(...args); },
		};
	};

	const functions = ['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack'];

	return {
		parseQuery,
		asQuery,
		// navigation are uni's functions over the pages of an app.
		navigation: (pages) => Object.fromEntries(functions.map((name) => [name, (options, done) => visit(pages, name, options, done)])),
	};
})
