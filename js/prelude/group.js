// Object.groupBy and Map.groupBy (ECMAScript, sections 20.1.2.13 and 24.1.2.1).
(function () {
	'use strict';

	const define = (target, name, value) => {
		if (!Object.prototype.hasOwnProperty.call(target, name)) {
			Object.defineProperty(target, name, { value, writable: true, configurable: true });
		}
	};

	const group = (items, key, add) => {
		let index = 0;
		for (const item of items) add(key(item, index++), item);
	};
	define(Object, 'groupBy', function groupBy(items, key) {
		const groups = Object.create(null);
		group(items, key, (k, item) => { (groups[k] ??= []).push(item); });
		return groups;
	});
	define(Map, 'groupBy', function groupBy(items, key) {
		const groups = new Map();
		group(items, key, (k, item) => {
			if (groups.has(k)) groups.get(k).push(item);
			else groups.set(k, [item]);
		});
		return groups;
	});
})
