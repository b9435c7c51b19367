// uni on a mini program: a wrapper over the vendor's object, whosever that is
// (docs/behaviour.md, sections 1.0 and 1.1). This makes uni's function of a vendor's;
// native knows the rules, a platform.Wrapper, and what a function's name says of it.
//
// Each function here takes most of a kilobyte of every script: what few of them need is in
// listeners.js and extended.js.
(function (vendor, native) {
	'use strict';

	const SYNC = 1, EVENT = 2, NUMERIC = 4, MARKED = 8, FORMATTED = 16, DROPS = 32, EXTENDED = 64;
	const { apply, isPlain, keys, watch } = native;

	// callback gives fn the vendor's res as uni has it. The rewriting changes the
	// vendor's own object, so that complete, given the same one after fail, finds no
	// error in it any more and hears of a success.
	const callback = (name, is, fn) => (res) => {
		if (is & NUMERIC) {
			if (res === undefined) res = {};
			if (res.error || res.errorMessage) {
				res.errMsg = `${name}:fail ${res.errorMessage || res.error}`;
				delete res.error;
				delete res.errorMessage;
			} else {
				res.errMsg = `${name}:ok`;
			}
		}
		if (isPlain(res)) res = format(name, is, res);
		return fn(watch && is & EVENT ? watch.event(name, res) : res);
	};

	// format copies an object, options or a result: without what the platform does
	// not have, and without callbacks that are no functions.
	const format = (name, is, from, dropped) => {
		const to = {};
		const list = keys(from);
		for (let i = 0; i < list.length; i++) {
			const key = list[i];
			const value = from[key];
			if (dropped?.includes(key)) {
				console.warn(native.dropWarning(name, key));
				watch?.dropped(name, key);
			}
			else if (key !== 'success' && key !== 'fail' && key !== 'cancel' && key !== 'complete') to[key] = value;
			else if (typeof value === 'function') to[key] = callback(name, is, value);
		}
		return to;
	};

	// formatted is the vendor's function behind format. It takes two arguments at
	// most, the second only if there is one.
	const formatted = (name, is, fn) => (first, second) => {
		if (isPlain(first)) first = format(name, is, first, is & DROPS ? native.drops(name) : undefined);
		else if (typeof first === 'function') first = is & EVENT ? native.listener(name, is, first, callback) : callback(name, is, first);
		const value = second === undefined ? fn(first) : fn(first, second);
		// Vue is not to make a task reactive.
		if (is & MARKED && value && !value.__v_skip) value.__v_skip = true;
		return value;
	};

	// promisified returns what fn returns if it is given a callback, otherwise a
	// promise whose functions take the place of success and fail.
	const promisified = (name, fn) => (options = {}, ...rest) => {
		const hooks = native.hooks();
		const call = (o) => (rest.length > 0 ? fn(o, ...rest) : fn(o));
		const invoke = (o) => (hooks ? hooks.invoke(name, o, call) : call(o));
		const { success, fail, complete } = options;
		if (typeof success === 'function' || typeof fail === 'function' || typeof complete === 'function') {
			const value = invoke({ ...options });
			return hooks ? hooks.returned(name, value) : value;
		}
		const rejected = watch?.called();
		let promise = new Promise((resolve, reject) => {
			const success = watch ? (v) => resolve(watch.result(v)) : resolve;
			const fail = watch ? (e) => { rejected(e); reject(e); } : reject;
			invoke({ ...options, success, fail });
		});
		if (native.tuple) {
			const tuple = (array) => (watch ? watch.tuple(array) : array);
			promise = promise.then((v) => tuple([null, v])).catch((e) => tuple([e]));
		}
		if (watch) promise = watch.promise(name, promise);
		return hooks ? hooks.returned(name, promise) : promise;
	};

	return (name, is, from) => {
		let fn = (...args) => apply(from, vendor, args);
		if (is & EXTENDED) fn = native.extended(name, is, fn);
		if (is & FORMATTED) fn = formatted(name, is, fn);
		return is & (SYNC | EVENT) ? fn : promisified(name, fn);
	};
})
