// A vendor's function with what uni adds to its result.
(function (adds) {
	'use strict';

	const SYNC = 1;
	const isFunction = (v) => typeof v === 'function';

	return (name, is, fn) => {
		const extend = (res) => (res !== null && typeof res === 'object' ? Object.assign(res, adds(name)) : res);
		if (is & SYNC) return (...args) => extend(fn(...args));
		return (options, ...rest) => {
			const { success, complete } = options;
			const own = { ...options };
			if (isFunction(success)) own.success = (res) => success(extend(res));
			if (isFunction(complete)) own.complete = (res) => complete(extend(res));
			return fn(own, ...rest);
		};
	};
})
