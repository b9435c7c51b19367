// Location and History (HTML, sections 7.2.4 and 7.2.5). The page stays the one that it is:
// only its fragment, and what pushState makes of its URL, change.
(function (native) {
	'use strict';

	const { URL, DOMException } = globalThis;
	const { expose, fire } = native.events;
	const { newEvents } = native;
	const secret = Symbol('own');
	const guard = (key, name) => {
		if (key !== secret) throw new TypeError(`Failed to construct '${name}': Illegal constructor`);
	};

	const entries = [{ url: native.page().url, state: null }];
	let at = 0;
	const current = () => new URL(entries[at].url);

	const push = (entry) => {
		entries.splice(at + 1, Infinity, entry);
		at++;
	};
	const tell = (oldURL, newURL, state) => {
		fire(native.windowTarget, newEvents.popState(state));
		if (new URL(oldURL).hash !== new URL(newURL).hash) {
			fire(native.windowTarget, newEvents.hashChange(oldURL, newURL));
		}
	};

	// navigate follows a URL as far as that leads to the page itself.
	const navigate = (url, what, replace) => {
		const from = entries[at].url;
		let to;
		try {
			to = new URL(`${url}`, from);
		} catch {
			throw new DOMException(`Failed to execute '${what}' on 'Location': '${url}' is not a valid URL.`, 'SyntaxError');
		}
		const here = new URL(from);
		if (to.href.split('#')[0] !== here.href.split('#')[0] || to.hash === '' && !to.href.endsWith('#')) {
			throw new Error(`location.${what}: no other page is loaded here (${to.href}); run the script of that page by itself, with --page`);
		}
		if (to.href === here.href) return;
		const entry = { url: to.href, state: null };
		if (replace) entries[at] = entry;
		else push(entry);
		native.postTask(() => tell(from, to.href, null));
	};

	class Location {
		constructor(key) { guard(key, 'Location'); }
		get href() { return entries[at].url; }
		set href(url) { navigate(url, 'href', false); }
		get ancestorOrigins() { return []; }
		assign(url) { navigate(url, 'assign', false); }
		replace(url) { navigate(url, 'replace', true); }
		reload() { throw new Error('location.reload: the page is not loaded again here; start the script anew'); }
		toString() { return entries[at].url; }
	}
	for (const part of ['origin', 'protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
		const accessors = {
			get [part]() { return current()[part]; },
			set [part](value) {
				const url = current();
				url[part] = value;
				if (part === 'hash' && url.hash === '') url.hash = '#';
				navigate(url.href, part, false);
			},
		};
		const { get, set } = Object.getOwnPropertyDescriptor(accessors, part);
		Object.defineProperty(Location.prototype, part, { get, set: part === 'origin' ? undefined : set, configurable: true });
	}
	expose(Location, {}, ['href']);

	const update = (state, url, what) => {
		let to = entries[at].url;
		if (url !== undefined && url !== null) {
			try {
				to = new URL(`${url}`, to).href;
			} catch {
				to = null;
			}
			if (to === null || new URL(to).origin !== current().origin) {
				throw new DOMException(`Failed to execute '${what}' on 'History': A history state object with URL '${to ?? url}' cannot be created in a document with origin '${current().origin}' and URL '${entries[at].url}'.`, 'SecurityError');
			}
		}
		return { url: to, state: structuredClone(state) };
	};
	const { structuredClone } = globalThis;

	class History {
		#scrollRestoration = 'auto';
		constructor(key) { guard(key, 'History'); }
		get length() { return entries.length; }
		get state() { return entries[at].state; }
		get scrollRestoration() { return this.#scrollRestoration; }
		set scrollRestoration(value) {
			if (value === 'auto' || value === 'manual') this.#scrollRestoration = value;
		}
		go(delta = 0) {
			const steps = Math.trunc(Number(delta)) || 0;
			if (steps === 0) return location.reload();
			native.postTask(() => {
				if (entries[at + steps] === undefined) return;
				const from = entries[at].url;
				at += steps;
				tell(from, entries[at].url, entries[at].state);
			});
		}
		back() { this.go(-1); }
		forward() { this.go(1); }
		pushState(state, unused, url) { push(update(state, url, 'pushState')); }
		replaceState(state, unused, url) { entries[at] = update(state, url, 'replaceState'); }
	}
	expose(History);

	const location = new Location(secret);
	return { Location, History, location, history: new History(secret) };
})
