// RegExp (ECMAScript, section 22.2): the engine's, but for expressions that it cannot
// read (package pattern) and those whose groups it does not find (the flag d, names that
// occur twice). An object of the engine's stands for one of these, and its record says
// what the script wrote. Literals with such expressions call uni:regexp.
(function (native) {
	'use strict';

	const { translatePattern, matchPattern } = native;
	const Native = globalThis.RegExp;
	const { prototype } = Native;
	const { apply, construct, getOwnPropertyDescriptor } = Reflect;
	const { create, defineProperty, defineProperties } = Object;
	const records = new WeakMap();
	const get = apply.bind(undefined, WeakMap.prototype.get, records);
	const recordOf = (re) => (typeof re === 'object' && re !== null ? get([re]) : undefined);
	const { SyntaxError, TypeError } = globalThis;

	const isRegExp = (value) => {
		if (typeof value !== 'object' || value === null) return false;
		const matcher = value[Symbol.match];
		return matcher !== undefined ? !!matcher : value instanceof Native;
	};

	// exec is RegExpBuiltinExec (section 22.2.7.2) with positions from native code.
	const execOf = (record) => ({
		exec(string) {
			const text = `${string}`;
			const { lastIndex } = this;
			const { flags, matcher, names } = record;
			const keeps = flags.includes('g') || flags.includes('y');
			const from = keeps ? Math.min(Math.max(Math.trunc(+lastIndex) || 0, 0), Number.MAX_SAFE_INTEGER) : 0;
			const at = from > text.length ? null : matchPattern(matcher, text, from);
			if (at === null || (flags.includes('y') && at[0] !== from)) {
				if (keeps) this.lastIndex = 0;
				return null;
			}
			if (keeps) this.lastIndex = at[1];
			const result = [];
			const indices = [];
			const groups = names.some((name) => name !== '') ? create(null) : undefined;
			const places = groups && create(null);
			for (let i = 0; i * 2 < at.length; i++) {
				const [start, end] = [at[i * 2], at[i * 2 + 1]];
				const took = start >= 0;
				result[i] = took ? text.slice(start, end) : undefined;
				indices[i] = took ? [start, end] : undefined;
				const name = i > 0 ? names[i - 1] : '';
				if (name !== '' && (took || !(name in groups))) {
					groups[name] = result[i];
					places[name] = indices[i];
				}
			}
			result.index = at[0];
			result.input = text;
			result.groups = groups;
			if (flags.includes('d')) {
				indices.groups = places;
				result.indices = indices;
			}
			return result;
		},
	}).exec;

	const escapeSource = (source) => (source === '' ? '(?:)' : source.replace(
		/\\[^]|\/|[\n\r\u2028\u2029]|\[(?:\\[^]|[^\]\\])*\]/g,
		(part) => ({ '/': '\\/', '\n': '\\n', '\r': '\\r', '\u2028': '\\u2028', '\u2029': '\\u2029' })[part] ?? part,
	));

	const known = new Map(); // records with an object of the engine's, by flags and source
	const most = 500;

	const recordFor = (source, flags) => {
		const key = `${flags}/${source}`;
		let record = known.get(key);
		if (record !== undefined) return record;
		let translation = translatePattern(source, flags);
		if (translation === null) {
			if (!/[/\n\r\u2028\u2029]/.test(source)) return null;
			translation = { source, flags }; // the engine escapes these otherwise
		}
		if (typeof translation === 'string') throw new SyntaxError(translation);
		record = {
			source,
			shown: escapeSource(source),
			flags: [...flags].sort().join(''),
			model: construct(Native, [translation.source, translation.flags]),
			matcher: translation.matcher,
			names: translation.groups,
		};
		if (known.size >= most) known.clear();
		known.set(key, record);
		return record;
	};

	const make = (source, flags, target) => {
		const record = recordFor(source, flags);
		if (record === null) return construct(Native, [source, flags], target);
		const { model } = record;
		const re = target === RegExp ? construct(Native, [model]) : construct(Native, [model.source, model.flags], target);
		apply(WeakMap.prototype.set, records, [re, record]);
		if (record.matcher) defineProperty(re, 'exec', { value: execOf(record), writable: true, configurable: true });
		for (const [name, flag] of [['unicode', 'u'], ['ignoreCase', 'i'], ['multiline', 'm'], ['dotAll', 's']]) {
			const value = record.flags.includes(flag);
			if (re[name] !== value && name !== 'dotAll') defineProperty(re, name, { value, configurable: true });
		}
		return re;
	};

	const RegExp = function (pattern, flags) {
		const given = isRegExp(pattern);
		if (new.target === undefined && given && flags === undefined && pattern.constructor === RegExp) return pattern;
		const record = given ? recordOf(pattern) : undefined;
		let source = pattern;
		if (given) {
			source = record === undefined ? pattern.source : record.source;
			if (flags === undefined) flags = pattern.flags;
		}
		return make(source === undefined ? '' : `${source}`, flags === undefined ? '' : `${flags}`, new.target ?? RegExp);
	};

	// The engine splits by expressions of its own constructor without copying them.
	let splitting = false;
	defineProperties(RegExp, {
		name: { value: 'RegExp' },
		length: { value: 2 },
		prototype: { value: prototype, writable: false },
		[Symbol.species]: {
			get: getOwnPropertyDescriptor({
				get [Symbol.species]() {
					if (splitting && this === RegExp) return Native;
					return this;
				},
			}, Symbol.species).get,
			configurable: true,
		},
	});
	defineProperty(prototype, 'constructor', { value: RegExp });
	defineProperty(globalThis, 'RegExp', { value: RegExp });

	const replaceGetter = (name, value) => {
		const { get: original } = getOwnPropertyDescriptor(prototype, name) ?? {};
		const { get: getter } = getOwnPropertyDescriptor({
			get [name]() {
				const record = recordOf(this);
				return record === undefined ? original && apply(original, this, []) : value(record, this);
			},
		}, name);
		defineProperty(prototype, name, { get: getter, set: undefined, enumerable: false, configurable: true });
	};
	const flag = (name, letter) => {
		const { get: getter } = getOwnPropertyDescriptor({
			get [name]() {
				if (this === prototype) return undefined;
				if (!(this instanceof Native)) throw new TypeError(`RegExp.prototype.${name} getter called on non-RegExp object`);
				return recordOf(this)?.flags.includes(letter) ?? false;
			},
		}, name);
		defineProperty(prototype, name, { get: getter, set: undefined, enumerable: false, configurable: true });
	};
	replaceGetter('source', (record) => record.shown);
	replaceGetter('dotAll', (record) => record.flags.includes('s'));
	replaceGetter('flags', (record, re) => {
		let text = '';
		for (const [name, letter] of [
			['hasIndices', 'd'], ['global', 'g'], ['ignoreCase', 'i'], ['multiline', 'm'],
			['dotAll', 's'], ['unicode', 'u'], ['unicodeSets', 'v'], ['sticky', 'y'],
		]) {
			if (re[name]) text += letter;
		}
		return text;
	});
	flag('hasIndices', 'd');
	flag('unicodeSets', 'v');

	const replaceMethod = (key, method) => {
		const original = prototype[key];
		const replacement = method(original);
		defineProperty(replacement, 'length', { value: original.length });
		defineProperty(prototype, key, { value: replacement });
	};
	replaceMethod('toString', (original) => ({
		toString() {
			return recordOf(this) === undefined ? apply(original, this, []) : `/${this.source}/${this.flags}`;
		},
	}).toString);
	replaceMethod('test', (original) => ({
		test(string) {
			return recordOf(this)?.matcher ? this.exec(string) !== null : apply(original, this, [string]);
		},
	}).test);
	replaceMethod(Symbol.split, (original) => ({
		[Symbol.split](string, limit) {
			const text = `${string}`;
			splitting = !recordOf(this)?.matcher;
			try {
				return apply(original, this, [text, limit]);
			} finally {
				splitting = false;
			}
		},
	})[Symbol.split]);

	return { RegExp, 'uni:regexp': (source, flags) => make(source, flags, RegExp) };
})
