// Watches a global variable for those who read it.
(function (name, read) {
	'use strict';

	const { defineProperty, getOwnPropertyDescriptor } = Object;
	const original = getOwnPropertyDescriptor(globalThis, name);
	if (!original?.configurable) return;
	const { enumerable } = original;
	let value, made = false;
	let left = 100; // reads that are looked at

	const settle = (v) => defineProperty(globalThis, name, { value: v, writable: true, configurable: true, enumerable });
	const accessor = {
		get() {
			if (!made) {
				defineProperty(globalThis, name, original);
				value = globalThis[name];
				made = true;
				defineProperty(globalThis, name, accessor);
			}
			left -= 1;
			if (read() || left === 0) settle(value);
			return value;
		},
		set: settle,
		configurable: true,
		enumerable,
	};
	defineProperty(globalThis, name, accessor);
})
