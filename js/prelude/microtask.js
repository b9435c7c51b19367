// queueMicrotask (HTML, section 8.8). The job is a function in JavaScript because
// one in Go would be the outermost call: calling back from it, it would drain the
// other jobs before its own turn is over.
(function (native) {
	'use strict';

	const { callMicrotask } = native;
	const { apply } = Reflect;
	const { then } = Promise.prototype;
	const settled = Promise.resolve();
	return {
		queueMicrotask(callback) {
			if (typeof callback !== 'function') {
				throw new TypeError(`queueMicrotask: the first argument must be a function, not ${typeof callback}`);
			}
			apply(then, settled, [() => { callMicrotask(callback); }]);
		},
	};
})
