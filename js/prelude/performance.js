// performance.now and timeOrigin (High Resolution Time).
(function (native) {
	'use strict';

	const { now, timeOrigin } = native;
	const origin = timeOrigin();
	class Performance {
		get timeOrigin() { return origin; }
		now() { return now(); }
		toJSON() { return { timeOrigin: origin }; }
	}
	for (const key of ['timeOrigin', 'now', 'toJSON']) {
		Object.defineProperty(Performance.prototype, key, { enumerable: true });
	}
	Object.defineProperty(Performance.prototype, Symbol.toStringTag, { value: 'Performance', configurable: true });
	return { performance: new Performance() };
})
