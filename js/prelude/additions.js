// Functions that ECMAScript has had for a short time, and a few of its Annex B.
(function (native) {
	'use strict';

	const { apply, construct } = Reflect;
	const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
	const { TypeError, RangeError } = globalThis;
	const define = (target, methods) => {
		for (const name of Object.keys(methods)) {
			if (!Object.prototype.hasOwnProperty.call(target, name)) {
				defineProperty(target, name, { value: methods[name], writable: true, configurable: true });
			}
		}
	};

	// Array.fromAsync (section 23.1.2.1).
	const isConstructor = (value) => {
		try {
			construct(Object, [], value);
			return true;
		} catch {
			return false;
		}
	};
	const put = (target, i, value) => defineProperty(target, i, { value, writable: true, enumerable: true, configurable: true });
	const collect = async (constructor, items, mapper, thisArg) => {
		if (mapper !== undefined && typeof mapper !== 'function') throw new TypeError(`${String(mapper)} is not a function`);
		const map = async (value, i) => (mapper ? await apply(mapper, thisArg, [value, i]) : value);
		const make = (...length) => (isConstructor(constructor) ? new constructor(...length) : length.length > 0 ? new Array(length[0]) : []);
		const openAsync = items[Symbol.asyncIterator];
		const open = openAsync ?? items[Symbol.iterator];
		let i = 0;
		if (open === undefined || open === null) {
			const source = Object(items);
			const length = Math.min(Math.max(Math.trunc(+source.length) || 0, 0), Number.MAX_SAFE_INTEGER);
			const result = make(length);
			for (; i < length; i++) put(result, i, await map(await source[i], i));
			result.length = i;
			return result;
		}
		const result = make();
		const iterator = apply(open, items, []);
		const { next } = iterator;
		for (;; i++) {
			let step = apply(next, iterator, []);
			if (openAsync) step = await step;
			if (typeof step !== 'object' || step === null) throw new TypeError(`Iterator result ${String(step)} is not an object`);
			if (step.done) break;
			try {
				const value = openAsync ? step.value : await step.value;
				put(result, i, await map(value, i));
			} catch (e) {
				try { await iterator.return?.(); } catch { /* what was thrown first counts */ }
				throw e;
			}
		}
		result.length = i;
		return result;
	};
	define(Array, {
		fromAsync(items, mapper = undefined, thisArg = undefined) { return collect(this, items, mapper, thisArg); },
	});

	define(Error, {
		isError(value) { return native.classOf(value) === 'Error'; },
		// V8's: the stack of the place where it is called. What is above the given function
		// is not left out.
		captureStackTrace(target, constructor = undefined) {
			if ((typeof target !== 'object' || target === null) && typeof target !== 'function') throw new TypeError(`Invalid argument: ${String(target)}`);
			const name = target.name === undefined ? 'Error' : `${target.name}`;
			const message = target.message === undefined ? '' : `${target.message}`;
			const head = name && message ? `${name}: ${message}` : name || message;
			const { stack } = new Error();
			const lines = stack.indexOf('\n');
			defineProperty(target, 'stack', { value: head + (lines < 0 ? '' : stack.slice(lines)), writable: true, configurable: true });
		},
	});
	defineProperty(Error.captureStackTrace, 'length', { value: 2 });

	// Math.sumPrecise adds exactly: partial sums that do not overlap (Shewchuk).
	const roundSum = (partials) => {
		let n = partials.length;
		if (n === 0) return 0;
		let high = partials[--n];
		let low = 0;
		while (n > 0) {
			const x = high;
			const y = partials[--n];
			high = x + y;
			low = y - (high - x);
			if (low !== 0) break;
		}
		if (n > 0 && low !== 0 && (low < 0) === (partials[n - 1] < 0)) {
			const y = low * 2;
			const x = high + y;
			if (y === x - high) high = x;
		}
		return high;
	};
	const half = 2 ** 1023;
	const { from } = Array;
	const sum = (numbers) => {
		let partials = [];
		let overflow = 0; // of 2 to the power of 1024
		let special = -0;
		let state = 'none';
		for (const n of numbers) {
			if (n !== n) state = 'nan';
			else if (n === Infinity) state = state === 'none' || state === 'plus' ? 'plus' : 'nan';
			else if (n === -Infinity) state = state === 'none' || state === 'minus' ? 'minus' : 'nan';
			if (!(n - n === 0)) continue;
			if (!Object.is(n, -0)) special = 0;
			let x = n;
			const next = [];
			for (let y of partials) {
				if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
				let high = x + y;
				if (Math.abs(high) === Infinity) {
					const sign = high > 0 ? 1 : -1;
					overflow += sign;
					x = x - sign * half - sign * half;
					if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
					high = x + y;
				}
				const low = y - (high - x);
				if (low !== 0) next.push(low);
				x = high;
			}
			if (x !== 0) next.push(x);
			partials = next;
		}
		if (state === 'nan') return NaN;
		if (state === 'plus') return Infinity;
		if (state === 'minus') return -Infinity;
		if (overflow === 0) return partials.length === 0 ? special : roundSum(partials);
		// Half of it may be a number again.
		const halves = roundSum(partials.map((p) => p / 2));
		return (halves + overflow * half) * 2;
	};
	define(Math, {
		sumPrecise(items) {
			if (typeof items?.[Symbol.iterator] !== 'function') throw new TypeError(`${String(items)} is not iterable`);
			// A loop over an iterator without next breaks the engine.
			return sum(from(items, (item) => {
				if (typeof item !== 'number') throw new TypeError(`${String(item)} is not a number`);
				return item;
			}));
		},
	});

	// RegExp.escape (section 22.2.5.1).
	const controls = { '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r' };
	const hex = (c) => {
		const n = c.charCodeAt(0);
		return n < 256 ? `\\x${n.toString(16).padStart(2, '0')}` : `\\u${n.toString(16).padStart(4, '0')}`;
	};
	const escapeChar = (c, i) => {
		if (i === 0 && /^[0-9A-Za-z]$/.test(c)) return hex(c);
		if (/^[\^$\\.*+?()[\]{}|/]$/.test(c)) return `\\${c}`;
		if (controls[c]) return `\\${controls[c]}`;
		if (/^[,\-=<>#&!%:;@~'`"]$/.test(c) || /^\s$/.test(c)) return hex(c);
		if (c.length === 1 && c >= '\ud800' && c <= '\udfff') return hex(c);
		return c;
	};
	define(RegExp, {
		escape(text) {
			if (typeof text !== 'string') throw new TypeError('RegExp.escape: the argument must be a string');
			return [...text].map(escapeChar).join('');
		},
	});

	// Annex B.2.2 and B.2.3.
	const find = (object, key) => {
		for (let at = Object(object); at !== null; at = getPrototypeOf(at)) {
			const property = getOwnPropertyDescriptor(at, key);
			if (property) return property;
		}
		return undefined;
	};
	const accessor = (object, key, part, fn) => {
		if (typeof fn !== 'function') throw new TypeError(`${String(fn)} is not a function`);
		defineProperty(Object(object), key, { [part]: fn, enumerable: true, configurable: true });
	};
	define(Object.prototype, {
		__defineGetter__(key, getter) { accessor(this, key, 'get', getter); },
		__defineSetter__(key, setter) { accessor(this, key, 'set', setter); },
		__lookupGetter__(key) { return find(this, key)?.get; },
		__lookupSetter__(key) { return find(this, key)?.set; },
	});
	define(Date.prototype, {
		getYear() { return this.getFullYear() - 1900; },
		setYear(year) {
			const y = Math.trunc(+year);
			return this.setFullYear(y >= 0 && y <= 99 ? 1900 + y : +year);
		},
	});
})
