// JSON.parse (ECMAScript, section 25.5.1): the engine's, but for texts that it
// refuses or misreads. It refuses numbers beyond the range of a double, which are
// infinite, it replaces halves of surrogate pairs, and of what is no JSON it
// speaks in words of its own.
(function (native) {
	'use strict';

	const { parse } = JSON;
	const { jsonProblem, markInfinities, markHalves, unmarkHalves } = native;
	const { SyntaxError } = globalThis;
	const { isArray } = Array;
	const { keys } = Object;
	const { apply, defineProperty, deleteProperty } = Reflect;
	const { slice } = String.prototype;

	const unmark = (name, value) => {
		if (typeof value !== 'string') return value;
		return value === '+' ? Infinity : value === '-' ? -Infinity : apply(slice, value, [1]);
	};

	// whole puts halves of surrogate pairs back in the place of their marks.
	const whole = (value, mark) => {
		if (typeof value === 'string') return unmarkHalves(value, mark);
		if (typeof value !== 'object' || value === null) return value;
		const names = keys(value);
		const result = isArray(value) ? value : {};
		for (let i = 0; i < names.length; i++) {
			defineProperty(result, unmarkHalves(names[i], mark), {
				__proto__: null, value: whole(value[names[i]], mark), writable: true, enumerable: true, configurable: true,
			});
		}
		return result;
	};

	// revive is InternalizeJSONProperty (section 25.5.1.1).
	const revive = (holder, name, reviver) => {
		const value = holder[name];
		if (typeof value === 'object' && value !== null || typeof value === 'function') {
			const names = isArray(value) ? undefined : keys(value);
			const { length } = names ?? value;
			for (let i = 0; i < length; i++) {
				const key = names ? names[i] : `${i}`;
				const revived = revive(value, key, reviver);
				if (revived === undefined) {
					deleteProperty(value, key);
				} else {
					defineProperty(value, key, { __proto__: null, value: revived, writable: true, enumerable: true, configurable: true });
				}
			}
		}
		return apply(reviver, holder, [name, value]);
	};

	JSON.parse = {
		parse(text, reviver) {
			if (typeof text !== 'string') text = `${text}`;
			const halves = markHalves(text);
			let parsed = false;
			try {
				const value = halves === null ? parse(text, reviver) : whole(parse(halves.text), halves.mark);
				parsed = true;
				return halves !== null && typeof reviver === 'function' ? revive({ '': value }, '', reviver) : value;
			} finally { // not catch: what a reviver throws keeps its place
				if (!parsed) {
					const problem = jsonProblem(text);
					if (problem !== null) throw new SyntaxError(problem);
					const marked = markInfinities(text);
					if (marked !== null) {
						const value = parse(marked, unmark);
						return typeof reviver === 'function' ? revive({ '': value }, '', reviver) : value;
					}
				}
			}
		},
	}.parse;
})
