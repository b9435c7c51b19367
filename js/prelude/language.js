// Parts of ECMAScript that the engine lacks and that need no syntax.
(function () {
	'use strict';

	const define = (target, name, value) => {
		if (!Object.prototype.hasOwnProperty.call(target, name)) {
			Object.defineProperty(target, name, { value, writable: true, configurable: true });
		}
	};
	for (const name of ['asyncIterator', 'dispose', 'asyncDispose']) {
		if (!Symbol[name]) Object.defineProperty(Symbol, name, { value: Symbol('Symbol.' + name) });
	}

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

	// The engine's own takes objects only, where a string is a source like any other.
	const TypedArray = Object.getPrototypeOf(Uint8Array);
	const { from } = TypedArray;
	Object.defineProperty(TypedArray, 'from', {
		value: {
			from(source, ...rest) {
				return Reflect.apply(from, this, [typeof source === 'string' ? Array.from(source) : source, ...rest]);
			},
		}.from,
		writable: true, configurable: true,
	});

	const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
	define(String.prototype, 'isWellFormed', {
		isWellFormed() { return !loneSurrogate.test(String(this)); },
	}.isWellFormed);
	define(String.prototype, 'toWellFormed', {
		toWellFormed() { return String(this).replace(new RegExp(loneSurrogate, 'g'), '\uFFFD'); },
	}.toWellFormed);
})
