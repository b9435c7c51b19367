// uni on a mini program: a wrapper over the vendor's object, whosever that is
// (docs/behaviour.md, sections 1.0 and 1.1). This makes uni's function of a vendor's;
// native knows the rules, a platform.Wrapper, and what a function's name says of it.
(function (vendor, native) {
	'use strict';

	const SYNC = 1, EVENT = 2, NUMERIC = 4, MARKED = 8, FORMATTED = 16, DROPS = 32, EXTENDED = 64, REMOVES = 128;
	const { apply, isPlain, keys, watch } = native;
	const isFunction = (v) => typeof v === 'function';

	// result is what a callback gets in place of the vendor's res. The rewriting
	// changes the vendor's own object, so that complete, given the same one after
	// fail, finds no error in it any more and hears of a success.
	const result = (name, is, res) => {
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
		return isPlain(res) ? format(name, is, res) : res;
	};

	const callback = (name, is, fn) => (res) => {
		const v = result(name, is, res);
		return fn(watch && is & EVENT ? watch.event(name, v) : v);
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
			else if (isFunction(value)) to[key] = callback(name, is, value);
		}
		return to;
	};

	// A listener → the function that added it → what the vendor was given for it,
	// which it must be given again to remove it.
	let given;

	const listener = (name, is, fn) => {
		given ??= new WeakMap();
		if (is & REMOVES) return given.get(fn)?.get(`on${name.slice(3)}`) ?? fn;
		if (!given.has(fn)) given.set(fn, new Map());
		const byName = given.get(fn);
		if (!byName.has(name)) byName.set(name, callback(name, is, fn));
		return byName.get(name);
	};

	const argument = (name, is, v) => {
		if (isPlain(v)) return format(name, is, v, is & DROPS ? native.drops(name) : undefined);
		if (!isFunction(v)) return v;
		return is & EVENT ? listener(name, is, v) : callback(name, is, v);
	};

	// formatted is the vendor's function behind format. It takes two arguments at
	// most, the second only if there is one.
	const formatted = (name, is, fn) => (first, second) => {
		const args = [argument(name, is, first)];
		if (second !== undefined) args.push(second);
		const value = fn(...args);
		// Vue is not to make a task reactive.
		if (is & MARKED && value && !value.__v_skip) value.__v_skip = true;
		return value;
	};

	const tuple = (array) => (watch ? watch.tuple(array) : array);

	// promisified returns what fn returns if it is given a callback, otherwise a
	// promise whose functions take the place of success and fail.
	const promisified = (name, fn) => (options = {}, ...rest) => {
		const hooks = native.hooks();
		const call = (o) => (rest.length > 0 ? fn(o, ...rest) : fn(o));
		const invoke = (o) => (hooks ? hooks.invoke(name, o, call) : call(o));
		const returned = (v) => (hooks ? hooks.returned(name, v) : v);
		if (isFunction(options.success) || isFunction(options.fail) || isFunction(options.complete)) {
			return returned(invoke({ ...options }));
		}
		const rejected = watch?.called();
		let promise = new Promise((resolve, reject) => {
			const success = watch ? (v) => resolve(watch.result(v)) : resolve;
			const fail = watch ? (e) => { rejected(e); reject(e); } : reject;
			invoke({ ...options, success, fail });
		});
		if (native.tuple) promise = promise.then((v) => tuple([null, v])).catch((e) => tuple([e]));
		return returned(watch ? watch.promise(name, promise) : promise);
	};

	// extended is the vendor's function with what uni adds to its result.
	const extended = (name, is, fn) => {
		const extend = (res) => (res !== null && typeof res === 'object' ? Object.assign(res, native.adds(name)) : res);
		if (is & SYNC) return (...args) => extend(fn(...args));
		return (options, ...rest) => {
			const { success, complete } = options;
			const own = { ...options };
			if (isFunction(success)) own.success = (res) => success(extend(res));
			if (isFunction(complete)) own.complete = (res) => complete(extend(res));
			return fn(own, ...rest);
		};
	};

	return (name, is, from) => {
		let fn = (...args) => apply(from, vendor, args);
		if (is & EXTENDED) fn = extended(name, is, fn);
		if (is & FORMATTED) fn = formatted(name, is, fn);
		return is & (SYNC | EVENT) ? fn : promisified(name, fn);
	};
})
