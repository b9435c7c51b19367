// The methods of Set that take another one (ECMAScript, section 24.2.4).
(function () {
	'use strict';

	const { apply } = Reflect;
	const { TypeError, RangeError } = globalThis;
	const { has, add, delete: remove, values } = Set.prototype;
	const size = Object.getOwnPropertyDescriptor(Set.prototype, 'size').get;
	const sizeOf = (set) => apply(size, set, []); // and a TypeError for what is no Set
	const includes = (set, value) => apply(has, set, [value]);
	const elements = (set) => [...{ [Symbol.iterator]: () => apply(values, set, []) }];

	const recordOf = (other) => {
		if ((typeof other !== 'object' || other === null) && typeof other !== 'function') throw new TypeError(`${String(other)} is not an object`);
		const n = +other.size;
		if (n !== n) throw new TypeError("The 'size' property must be a number");
		const count = Math.trunc(n);
		if (count < 0) throw new RangeError(`'${count}' is an invalid size`);
		const { has: test, keys } = other;
		if (typeof test !== 'function') throw new TypeError("The 'has' property must be a function");
		if (typeof keys !== 'function') throw new TypeError("The 'keys' property must be a function");
		return {
			size: count,
			has: (value) => !!apply(test, other, [value]),
			// each stops, and closes the iterator, when visit returns true.
			each(visit) {
				const iterator = apply(keys, other, []);
				if (typeof iterator !== 'object' || iterator === null) throw new TypeError('keys() returned something that is not an object');
				const { next } = iterator;
				for (;;) {
					const result = apply(next, iterator, []);
					if ((typeof result !== 'object' || result === null) && typeof result !== 'function') throw new TypeError(`Iterator result ${String(result)} is not an object`);
					if (result.done) return;
					if (visit(result.value)) {
						iterator.return?.();
						return;
					}
				}
			},
		};
	};

	const methods = {
		union(other) {
			sizeOf(this);
			const record = recordOf(other);
			const result = new Set(elements(this));
			record.each((value) => { apply(add, result, [value]); });
			return result;
		},
		intersection(other) {
			const mine = sizeOf(this);
			const record = recordOf(other);
			const result = new Set();
			if (mine <= record.size) {
				for (const value of elements(this)) if (record.has(value)) apply(add, result, [value]);
			} else {
				record.each((value) => { if (includes(this, value)) apply(add, result, [value]); });
			}
			return result;
		},
		difference(other) {
			const mine = sizeOf(this);
			const record = recordOf(other);
			const result = new Set(elements(this));
			if (mine <= record.size) {
				for (const value of elements(this)) if (record.has(value)) apply(remove, result, [value]);
			} else {
				record.each((value) => { apply(remove, result, [value]); });
			}
			return result;
		},
		symmetricDifference(other) {
			sizeOf(this);
			const record = recordOf(other);
			const result = new Set(elements(this));
			record.each((value) => { apply(includes(this, value) ? remove : add, result, [value]); });
			return result;
		},
		isSubsetOf(other) {
			const mine = sizeOf(this);
			const record = recordOf(other);
			return mine <= record.size && elements(this).every((value) => record.has(value));
		},
		isSupersetOf(other) {
			const mine = sizeOf(this);
			const record = recordOf(other);
			if (mine < record.size) return false;
			let all = true;
			record.each((value) => !(all = includes(this, value)));
			return all;
		},
		isDisjointFrom(other) {
			const mine = sizeOf(this);
			const record = recordOf(other);
			if (mine <= record.size) return !elements(this).some((value) => record.has(value));
			let apart = true;
			record.each((value) => !(apart = !includes(this, value)));
			return apart;
		},
	};
	for (const name of Object.keys(methods)) {
		Object.defineProperty(Set.prototype, name, { value: methods[name], writable: true, configurable: true });
	}
})
