// uni on a mini program: a wrapper over the vendor's object, whosever that is
// (docs/behaviour.md, sections 1.0 and 1.1). The rules are a platform.Wrapper.
(function (vendor, rules, hooks, own, watch, adds) {
	'use strict';

	const { drops, formats } = rules;
	const callbacks = ['success', 'fail', 'cancel', 'complete'];
	const tasks = ['connectSocket', 'request', 'uploadFile', 'downloadFile'];
	const isFunction = (v) => typeof v === 'function';
	const isPlain = (v) => Object.prototype.toString.call(v) === '[object Object]';

	// A function's name says how it is called. These return something at once,
	// whatever they were given; some are of uni's own, which a vendor may have too.
	const atOnce = new RegExp([
		'^\\$', '^create', '^report', 'Sync$', 'Manager$', 'Interceptor$', 'interceptors',
		'canIUse', 'hideKeyboard', 'base64ToArrayBuffer', 'arrayBufferToBase64', 'getLocale', 'setLocale', 'upx2px', 'rpx2px',
		'getWindowInfo', 'getDeviceInfo', 'getAppBaseInfo', 'getSystemSetting', 'getAppAuthorizeSetting', 'getMenuButtonBoundingClientRect',
		'sendNativeEvent', 'requireNativePlugin', 'requireGlobal', 'restoreGlobal', 'getCurrentSubNVue', 'getSubNVueById', '__f__',
	].join('|'));
	const isSync = (name) => atOnce.test(name) && name !== 'createBLEConnection';
	const isEvent = (name) => /^on|^off/.test(name) && name !== 'onPush';
	const isContext = (name) => /^create|Manager$/.test(name) && name !== 'createBLEConnection';
	const isTask = (name) => tasks.includes(name);
	// The function that adds the listeners which this one removes.
	const adder = (name) => (/^off[A-Z]/.test(name) ? 'on' + name.slice(3) : undefined);

	// result is what a callback gets in place of the vendor's res. The rewriting
	// changes the vendor's own object, so that complete, given the same one after
	// fail, finds no error in it any more and hears of a success.
	const result = (name, res) => {
		if (rules.numericErrors && !isSync(name)) {
			if (res === undefined) res = {};
			if (res.error || res.errorMessage) {
				res.errMsg = `${name}:fail ${res.errorMessage || res.error}`;
				delete res.error;
				delete res.errorMessage;
			} else {
				res.errMsg = `${name}:ok`;
			}
		}
		return isPlain(res) ? format(name, res, []) : res;
	};

	const callback = (name, fn) => (res) => {
		const v = result(name, res);
		return fn(watch && isEvent(name) ? watch.event(name, v) : v);
	};

	// format copies an object, options or a result: without what the platform does
	// not have, and without callbacks that are no functions.
	const format = (name, from, dropped) => {
		const to = {};
		for (const key in from) {
			const value = from[key];
			if (dropped.includes(key)) {
				console.warn(rules.dropWarning(name, key));
				watch?.dropped(name, key);
			}
			else if (!callbacks.includes(key)) to[key] = value;
			else if (isFunction(value)) to[key] = callback(name, value);
		}
		return to;
	};

	// A listener → the function that added it → what the vendor was given for it,
	// which it must be given again to remove it.
	const given = new WeakMap();

	const listener = (name, fn) => {
		if (adder(name)) return given.get(fn)?.get(adder(name)) ?? fn;
		if (!given.has(fn)) given.set(fn, new Map());
		const byName = given.get(fn);
		if (!byName.has(name)) byName.set(name, callback(name, fn));
		return byName.get(name);
	};

	const argument = (name, v) => {
		if (isPlain(v)) return format(name, v, drops[name] ?? []);
		if (!isFunction(v)) return v;
		return isEvent(name) ? listener(name, v) : callback(name, v);
	};

	const marks = (name) => rules.marksObjects && (isTask(name) || isContext(name));
	const isFormatted = (name) =>
		rules.formatsAll || name in drops || formats.includes(name) || formats.includes(adder(name)) || marks(name);

	// formatted is the vendor's function behind format. It takes two arguments at
	// most, the second only if there is one.
	const formatted = (name, fn) => (first, second) => {
		const args = [argument(name, first)];
		if (second !== undefined) args.push(second);
		const value = fn(...args);
		// Vue is not to make a task reactive.
		if (marks(name) && value && !value.__v_skip) value.__v_skip = true;
		return value;
	};

	const tuple = (array) => (watch ? watch.tuple(array) : array);

	const settled = (promise) => (rules.tuple ? promise.then((v) => tuple([null, v])).catch((e) => tuple([e])) : promise);

	// promisified returns what fn returns if it is given a callback, otherwise a
	// promise whose functions take the place of success and fail.
	const promisified = (name, fn) => (options = {}, ...rest) => {
		const invoke = (o) => hooks.invoke(name, o, (o) => fn(o, ...rest));
		if (isFunction(options.success) || isFunction(options.fail) || isFunction(options.complete)) {
			return hooks.returned(name, invoke({ ...options }));
		}
		const rejected = watch?.called();
		const promise = settled(new Promise((resolve, reject) => {
			const success = watch ? (v) => resolve(watch.result(v)) : resolve;
			const fail = watch ? (e) => { rejected(e); reject(e); } : reject;
			invoke({ ...options, success, fail });
		}));
		return hooks.returned(name, watch ? watch.promise(name, promise) : promise);
	};

	// extended is the vendor's function with what uni adds to its result.
	const extended = (name, fn) => {
		const extend = (res) => (res !== null && typeof res === 'object' ? Object.assign(res, adds[name]()) : res);
		if (isSync(name)) return (...args) => extend(fn(...args));
		return (options, ...rest) => {
			const { success, complete } = options;
			const own = { ...options };
			if (isFunction(success)) own.success = (res) => success(extend(res));
			if (isFunction(complete)) own.complete = (res) => complete(extend(res));
			return fn(own, ...rest);
		};
	};

	const wrap = (name, from) => {
		let fn = (...args) => Reflect.apply(from, vendor, args);
		if (Object.hasOwn(adds, name)) fn = extended(name, fn);
		if (isFormatted(name)) fn = formatted(name, fn);
		return isSync(name) || isEvent(name) ? fn : promisified(name, fn);
	};

	const wrapped = new Map(); // name → [the vendor's function, uni's]

	// What a script assigns to uni stands before what the vendor has.
	return new Proxy({}, {
		get(assigned, name) {
			if (Object.hasOwn(assigned, name) || typeof name === 'symbol') return assigned[name];
			if (name === 'addInterceptor' || name === 'removeInterceptor') return hooks[name];
			if (Object.hasOwn(own, name)) return own[name];
			const from = vendor[name];
			if (!isFunction(from)) return from;
			if (wrapped.get(name)?.[0] !== from) wrapped.set(name, [from, wrap(name, from)]);
			return wrapped.get(name)[1];
		},
	});
})
