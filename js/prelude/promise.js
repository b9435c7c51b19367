// Functions of Promise that the engine lacks (ECMAScript, sections 27.2.4.8 and 27.2.4.9).
(function () {
	'use strict';

	const define = (target, name, value) => {
		if (!Object.prototype.hasOwnProperty.call(target, name)) {
			Object.defineProperty(target, name, { value, writable: true, configurable: true });
		}
	};

	define(Promise, 'withResolvers', {
		withResolvers() {
			let resolve, reject;
			const promise = new this((res, rej) => { resolve = res; reject = rej; });
			return { promise, resolve, reject };
		},
	}.withResolvers);
	define(Promise, 'try', {
		try(callback, ...args) {
			return new this((resolve) => resolve(callback(...args)));
		},
	}.try);
})
