// Iterator and its helpers (ECMAScript, section 27.1).
(function () {
	'use strict';

	const { apply } = Reflect;
	const { create, defineProperty, getPrototypeOf, getOwnPropertyDescriptor } = Object;
	const { TypeError, RangeError } = globalThis;
	const prototype = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()));
	const hide = (target, key, value) => defineProperty(target, key, { value, writable: true, configurable: true });

	const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
	const Iterator = function () {
		if (new.target === undefined || new.target === Iterator) throw new TypeError('Abstract class Iterator not directly constructable');
		return Reflect.construct(Object, [], new.target);
	};
	defineProperty(Iterator, 'name', { value: 'Iterator' });
	defineProperty(Iterator, 'prototype', { value: prototype, writable: false });

	// These two are accessors, so that a class derived from Iterator can assign them.
	const weird = (key, value) => {
		const accessors = getOwnPropertyDescriptor({
			get [key]() { return value; },
			set [key](v) {
				if (!isObject(this)) throw new TypeError(`Iterator.prototype.${String(key)}: the receiver is no object`);
				if (this === prototype) throw new TypeError('Iterator.prototype is not to be changed');
				if (Object.prototype.hasOwnProperty.call(this, key)) this[key] = v;
				else defineProperty(this, key, { value: v, writable: true, enumerable: true, configurable: true });
			},
		}, key);
		defineProperty(prototype, key, { get: accessors.get, set: accessors.set, configurable: true });
	};
	weird(Symbol.toStringTag, 'Iterator');
	weird('constructor', Iterator);

	const direct = (iterator) => ({ iterator, next: iterator.next });
	const step = (iterated) => {
		const result = apply(iterated.next, iterated.iterator, []);
		if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
		return result;
	};
	const close = ({ iterator }) => {
		const { return: end } = iterator;
		if (end !== undefined && end !== null && !isObject(apply(end, iterator, []))) {
			throw new TypeError('the iterator returned something that is not an object');
		}
	};
	const closeAfter = (iterated) => {
		try { close(iterated); } catch { /* what was thrown first counts */ }
	};
	const call = (iterated, fn, ...args) => {
		let returned = false;
		try {
			const value = fn(...args);
			returned = true;
			return value;
		} finally {
			if (!returned) closeAfter(iterated);
		}
	};

	const states = new WeakMap();
	const stateOf = (helper) => {
		const state = states.get(helper);
		if (state === undefined) throw new TypeError('the receiver is no Iterator Helper');
		return state;
	};
	const helperPrototype = create(prototype);
	for (const [name, method] of Object.entries({
		next() {
			const state = stateOf(this);
			state.begun = true;
			return state.generator.next();
		},
		return() {
			const state = stateOf(this);
			if (!state.begun) {
				state.begun = true;
				state.generator.return();
				close(state.iterated);
				return { value: undefined, done: true };
			}
			return state.generator.return();
		},
	})) hide(helperPrototype, name, method);
	defineProperty(helperPrototype, Symbol.toStringTag, { value: 'Iterator Helper', configurable: true });
	const helper = (iterated, generator) => {
		const result = create(helperPrototype);
		states.set(result, { iterated, generator, begun: false });
		return result;
	};

	const receiver = (value, name) => {
		if (!isObject(value)) throw new TypeError(`Iterator.prototype.${name} called on non-object`);
		return value;
	};
	const needFunction = (iterator, fn) => {
		if (typeof fn !== 'function') {
			closeAfter({ iterator });
			throw new TypeError(`${typeof fn === 'symbol' ? String(fn) : fn} is not a function`);
		}
	};
	const count = (iterator, limit) => {
		let n;
		try {
			n = +limit;
		} catch (e) {
			closeAfter({ iterator });
			throw e;
		}
		if (n !== n || Math.trunc(n) < 0) {
			closeAfter({ iterator });
			throw new RangeError(`${limit} must be positive`);
		}
		return Math.trunc(n);
	};
	// handOut yields a value, and closes the iterator when the helper is ended meanwhile.
	function* handOut(iterated, value) {
		let resumed = false;
		try {
			yield value;
			resumed = true;
		} finally {
			if (!resumed) close(iterated);
		}
	}

	const flattened = (value, strings) => {
		if (!isObject(value) && !(strings && typeof value === 'string')) throw new TypeError(`${String(value)} is not an object`);
		const method = value[Symbol.iterator];
		if (method === undefined || method === null) return direct(value);
		const iterator = apply(method, value, []);
		if (!isObject(iterator)) throw new TypeError(`${String(iterator)} is not an object`);
		return direct(iterator);
	};

	const each = (iterated, visit) => {
		for (let i = 0; ; i++) {
			const result = step(iterated);
			if (result.done) return undefined;
			const answer = call(iterated, visit, result.value, i);
			if (answer !== undefined) {
				close(iterated);
				return answer.value;
			}
		}
	};

	const methods = {
		map(mapper) {
			needFunction(receiver(this, 'map'), mapper);
			const iterated = direct(this);
			return helper(iterated, (function* () {
				for (let i = 0; ; i++) {
					const result = step(iterated);
					if (result.done) return;
					yield* handOut(iterated, call(iterated, mapper, result.value, i));
				}
			})());
		},
		filter(predicate) {
			needFunction(receiver(this, 'filter'), predicate);
			const iterated = direct(this);
			return helper(iterated, (function* () {
				for (let i = 0; ; i++) {
					const result = step(iterated);
					if (result.done) return;
					const { value } = result;
					if (call(iterated, predicate, value, i)) yield* handOut(iterated, value);
				}
			})());
		},
		take(limit) {
			let n = count(receiver(this, 'take'), limit);
			const iterated = direct(this);
			return helper(iterated, (function* () {
				for (; n > 0; n--) {
					const result = step(iterated);
					if (result.done) return;
					yield* handOut(iterated, result.value);
				}
				close(iterated);
			})());
		},
		drop(limit) {
			let n = count(receiver(this, 'drop'), limit);
			const iterated = direct(this);
			return helper(iterated, (function* () {
				for (; n > 0; n--) if (step(iterated).done) return;
				for (;;) {
					const result = step(iterated);
					if (result.done) return;
					yield* handOut(iterated, result.value);
				}
			})());
		},
		flatMap(mapper) {
			needFunction(receiver(this, 'flatMap'), mapper);
			const iterated = direct(this);
			return helper(iterated, (function* () {
				for (let i = 0; ; i++) {
					const result = step(iterated);
					if (result.done) return;
					const inner = call(iterated, (value) => flattened(mapper(value, i), false), result.value);
					for (;;) {
						const next = call(iterated, step, inner);
						if (call(iterated, () => next.done)) break;
						let resumed = false;
						try {
							yield call(iterated, () => next.value);
							resumed = true;
						} finally {
							if (!resumed) {
								call(iterated, close, inner);
								close(iterated);
							}
						}
					}
				}
			})());
		},
		reduce(reducer, ...initial) {
			needFunction(receiver(this, 'reduce'), reducer);
			const iterated = direct(this);
			let [memo] = initial;
			let i = 0;
			if (initial.length === 0) {
				const first = step(iterated);
				if (first.done) throw new TypeError('Reduce of a done iterator with no initial value');
				memo = first.value;
				i = 1;
			}
			for (;; i++) {
				const result = step(iterated);
				if (result.done) return memo;
				memo = call(iterated, reducer, memo, result.value, i);
			}
		},
		toArray() {
			const iterated = direct(receiver(this, 'toArray'));
			const result = [];
			each(iterated, (value) => { result[result.length] = value; });
			return result;
		},
		forEach(fn) {
			needFunction(receiver(this, 'forEach'), fn);
			each(direct(this), (value, i) => { fn(value, i); });
		},
		some(predicate) {
			needFunction(receiver(this, 'some'), predicate);
			return each(direct(this), (value, i) => (predicate(value, i) ? { value: true } : undefined)) ?? false;
		},
		every(predicate) {
			needFunction(receiver(this, 'every'), predicate);
			return each(direct(this), (value, i) => (predicate(value, i) ? undefined : { value: false })) ?? true;
		},
		find(predicate) {
			needFunction(receiver(this, 'find'), predicate);
			return each(direct(this), (value, i) => (predicate(value, i) ? { value } : undefined));
		},
	};
	for (const name of Object.keys(methods)) hide(prototype, name, methods[name]);
	defineProperty(methods.reduce, 'length', { value: 1 });

	const wrapPrototype = create(prototype);
	const wrapped = new WeakMap();
	hide(wrapPrototype, 'next', { next() { const { iterator, next } = wrapped.get(this); return apply(next, iterator, []); } }.next);
	hide(wrapPrototype, 'return', {
		return() {
			const { iterator } = wrapped.get(this);
			const { return: end } = iterator;
			return end === undefined || end === null ? { value: undefined, done: true } : apply(end, iterator, []);
		},
	}.return);
	hide(Iterator, 'from', {
		from(value) {
			const iterated = flattened(value, true);
			if (prototype.isPrototypeOf(iterated.iterator)) return iterated.iterator;
			const wrapper = create(wrapPrototype);
			wrapped.set(wrapper, iterated);
			return wrapper;
		},
	}.from);
	hide(Iterator, 'concat', {
		concat(...items) {
			const parts = items.map((item) => {
				if (!isObject(item)) throw new TypeError(`${String(item)} is not an object`);
				const open = item[Symbol.iterator];
				if (typeof open !== 'function') throw new TypeError(`${String(item)} is not iterable`);
				return { item, open };
			});
			return helper({ iterator: {} }, (function* () {
				for (const { item, open } of parts) {
					const iterated = direct(apply(open, item, []));
					for (;;) {
						const result = step(iterated);
						if (result.done) break;
						yield* handOut(iterated, result.value);
					}
				}
			})());
		},
	}.concat);
	defineProperty(Iterator.concat, 'length', { value: 0 });
	hide(globalThis, 'Iterator', Iterator);
})
