// uni.addInterceptor and removeInterceptor (docs/behaviour.md, section 1.0): hooks
// around the functions that take success, fail and complete.
(function () {
	'use strict';

	const everywhere = new Map(); // hook name → functions
	const of = new Map(); // function of the API → such a map
	const callbacks = ['success', 'fail', 'complete'];

	const isPlain = (v) => Object.prototype.toString.call(v) === '[object Object]';

	const add = (hooks, interceptor) => {
		for (const name of Object.keys(interceptor)) {
			const fn = interceptor[name];
			if (typeof fn !== 'function') continue;
			const list = hooks.get(name) ?? [];
			if (!list.includes(fn)) hooks.set(name, [...list, fn]);
		}
	};

	const remove = (hooks, interceptor) => {
		for (const name of Object.keys(interceptor)) {
			const list = hooks?.get(name);
			if (list) hooks.set(name, list.filter((fn) => fn !== interceptor[name]));
		}
	};

	// The hooks of one name: those for all functions first.
	const hooksOf = (api, name) => [...(everywhere.get(name) ?? []), ...(of.get(api)?.get(name) ?? [])];

	// run calls hooks with data until one returns false (then next is never
	// called), and next with data: at once, or with what the promise of a hook
	// gives. What a hook returns otherwise counts for nothing. A hook after a
	// promise is not called: uni-app hands next a function that would call it.
	const run = (hooks, data, options, next) => {
		let promise;
		for (const hook of hooks) {
			if (promise) {
				promise = Promise.resolve((d) => hook(d, options) || d);
				continue;
			}
			const result = hook(data, options);
			if (result === false) return undefined;
			if (result && typeof result.then === 'function' && typeof result.catch === 'function') promise = Promise.resolve(result);
		}
		return promise ? promise.then(next) : next(data);
	};

	// wrap puts the hooks of the callbacks before these.
	const wrap = (api, options = {}) => {
		for (const name of callbacks) {
			const hooks = hooksOf(api, name);
			if (!everywhere.has(name) && !of.get(api)?.has(name)) continue;
			const callback = options[name];
			options[name] = (result) => {
				run(hooks, result, options, (r) => (typeof callback === 'function' && callback(r)) || r);
			};
		}
		return options;
	};

	return {
		addInterceptor(api, interceptor) {
			if (typeof api === 'string' && isPlain(interceptor)) {
				if (!of.has(api)) of.set(api, new Map());
				add(of.get(api), interceptor);
			} else if (isPlain(api)) {
				add(everywhere, api);
			}
		},
		removeInterceptor(api, interceptor) {
			if (typeof api === 'string') {
				if (isPlain(interceptor)) remove(of.get(api), interceptor);
				else of.delete(api);
			} else if (isPlain(api)) {
				remove(everywhere, api);
			}
		},
		// invoke calls fn with options, which it may change, between the hooks.
		invoke(api, options, fn) {
			return run(hooksOf(api, 'invoke'), options, undefined, (o) => fn(wrap(api, o)));
		},
		returned(api, value) {
			return hooksOf(api, 'returnValue').reduce((v, hook) => hook(v) || v, value);
		},
	};
})()
