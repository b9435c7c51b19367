// What JSON.stringify makes of many values, and in which order it asks for what: run by
// Node and by this package, and compared.
(function (print) {
	'use strict';

	const units = (s) => {
		let text = '';
		for (let i = 0; i < s.length; i++) {
			const unit = s.charCodeAt(i);
			text += unit >= 32 && unit < 127 ? s[i] : '<' + unit.toString(16) + '>';
		}
		return text;
	};
	const show = (v) => typeof v === 'string' ? units(v) : typeof v;
	const attempt = (fn) => {
		try {
			return show(fn());
		} catch (e) {
			return e instanceof Error ? `${e.name}: ${units(e.message)}` : `thrown: ${String(e)}`;
		}
	};
	const stringify = (...args) => print(attempt(() => JSON.stringify(...args)));

	const f = () => 1;
	const primitives = [
		undefined, null, true, false, 0, -0, 1, -1, 0.1, 1e21, 1e-7, 123456789012345680000, 5e-324, 1.7976931348623157e308, 2 ** 53, -(2 ** 53), 2 ** 31, 1 / 3, 100, 1e5, 123e-20, 1.5e-10, 4.35, NaN, Infinity, -Infinity,
		'', 'a', '"', '\\', '/', '\b\f\n\r\t', '\u0000\u0001\u001f\u007f\u0080', '\u2028\u2029', '中文', 'é', '😀', '\ud83d', '\ude00', '\ude00\ud83d', 'a\ud800b', '\ufffd', '\ufeff', 'x'.repeat(30) + '"' + '中'.repeat(30) + '\n',
		Symbol('s'), f, class A { }, 1n,
	];
	for (const v of primitives) {
		stringify(v);
		if (typeof v !== 'bigint') stringify([v, { a: v, b: [v] }]);
		if (typeof v === 'string') stringify({ [v]: v, ['é' + v]: [v] });
	}
	for (const v of [0, -0, 1.5, NaN, 'é"', true, false, Symbol('s')]) stringify([Object(v), { a: Object(v) }]);
	stringify(Object(1n));
	stringify();
	stringify(undefined, null, 2);

	// Objects of all kinds.
	class Point { constructor() { this.x = 1; this.y = 2; } get z() { return 3; } static s = 4; #hidden = 5; }
	class Derived extends Point { w = [1]; toString() { return 'derived'; } }
	const noProto = Object.create(null);
	noProto.a = 1;
	const kinds = [
		{}, [], { a: {} }, [[]], [[], {}, [{}]], new Point, new Derived, noProto, new Date(0), new Date(NaN), /x/g, new Map([[1, 2]]), new Set([1]), new Error('e'), Object.assign(new Error('e'), { code: 1 }),
		new Uint8Array([1, 2]), new Float64Array([0.5, NaN]), new ArrayBuffer(2), [, 1, , 2, ,], Object.assign([1, 2], { a: 3 }), Object.assign(() => 1, { a: 1 }), { f, u: undefined, s: Symbol('s'), n: null }, [f, undefined, Symbol('s'), null],
		{ 10: 'a', 2: 'b', x: 'c', 1: 'd', '-1': 'e', '01': 'f', '4294967294': 1, '4294967295': 2 }, { [Symbol('s')]: 1, a: 2 }, Object.defineProperty({ a: 1, c: 3 }, 'b', { value: 2, enumerable: false }),
		Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: true }), Object.freeze({ a: 1, b: { c: 2 } }), { get a() { return this.b + 1; }, b: 1 }, Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true } }),
		{ '\ud800': 1, '\ufffd': 2, '中': '\udc00', 'a"b\n': 1, '': 0 }, { __proto__: { toJSON: undefined }, a: 1 }, { ['__proto__']: 1 }, Object.create(Array.prototype), (function () { return arguments; })(1, 'b'),
		new Proxy({ a: 1, b: [2] }, {}), new Proxy([1, [2]], {}), new Proxy(f, {}), [new Proxy(class { }, {})], new Proxy(new Number(3), {}), new (class extends Array { })(3), JSON, Math, globalThis.undefinedName, [1n].length,
		Object.assign(new String('ab'), { x: 1 }), Object.assign(new Boolean(false), { valueOf: () => true }), Object.assign(new Number(3), { valueOf: () => 4, toString: () => 'x' }), Object.assign(new String('s'), { toString: () => 't', valueOf: () => 'u' }),
		new WeakMap, Promise.resolve(1), (function* () { })(), Object(Symbol('s')), [async () => { }, function* () { }],
	];
	const indents = [undefined, 0, 1, 4, 10, 11, 1e300, -1, 1.9, NaN, Infinity, -Infinity, '', ' ', '\t', '--', '12345678901', 'é'.repeat(12), '123456789😀', '\ud800', '中', new Number(2), new String('..'), Object.assign(new Number(2), { valueOf: () => 3 }), Object.assign(new String('..'), { toString: () => '::' }), true, null, {}, [], f, '"\\\n'];
	for (const v of kinds) {
		stringify(v);
		stringify([v, { v }]);
		stringify({ v: [v] }, null, '  ');
	}
	for (const space of indents) stringify({ a: [1, [], {}, [2]], b: { c: { d: 1 }, e: f }, f }, null, space);
	stringify(1, null, Symbol('s'));
	stringify(1, null, 5n);
	stringify({ a: 1 }, null, { valueOf() { throw 1; } });

	// toJSON.
	const keys = [];
	const seen = (result) => ({ toJSON(key) { keys.push(`${typeof key} ${key} ${arguments.length}`); return result; } });
	for (const result of [1, 'a', undefined, null, f, Symbol('s'), { a: 1 }, [seen(2)], new Number(3), new Date(5)]) stringify({ top: seen(result), list: [seen(result), seen(result)], '': seen(result) });
	stringify(seen(1));
	stringify([{ toJSON: 1 }, { toJSON: {} }, { toJSON: null }]);
	print(attempt(() => JSON.stringify({ a: { toJSON: class { } } })).slice(0, 9));
	stringify({ get toJSON() { throw new Error('getter'); } });
	stringify({ toJSON() { throw new Error('method'); } });
	stringify({ a: new Proxy({ x: 1 }, { get: (t, p) => p === 'toJSON' ? () => 'proxied' : t[p] }) });
	stringify({ toJSON: new Proxy(() => 'called', {}) });
	stringify({ toJSON: (() => 'x').bind(null) });
	stringify({ '\ud800': seen(1) });
	print(units(keys.join()));
	const toJSON = (proto, fn) => Object.defineProperty(proto, 'toJSON', { configurable: true, writable: true, value: fn });
	toJSON(BigInt.prototype, function (key) { return typeof this + key; });
	stringify([1n, { a: 2n }, Object(3n)]);
	delete BigInt.prototype.toJSON;
	toJSON(String.prototype, () => 'never');
	stringify(['a', new String('b')]);
	delete String.prototype.toJSON;
	toJSON(Object.prototype, function (key) { return Array.isArray(this) ? this : key; });
	stringify([{ a: 1 }, { b: {} }]);
	delete Object.prototype.toJSON;

	// Replacers.
	const replaced = (v, fn, space) => {
		keys.length = 0;
		stringify(v, function (key, value) { keys.push(`${Object.keys(this)}[${typeof key} ${key}]`); return fn.call(this, key, value); }, space);
		print(units(keys.join(' ')));
	};
	const sample = () => ({ b: 1, a: [1, { c: 2 }, undefined], d: { toJSON: () => 'j' }, e: f, 2: 'x', 1: 'y' });
	replaced(sample(), (k, v) => v);
	replaced(sample(), (k, v) => v, 1);
	replaced(sample(), (k, v) => typeof v === 'number' ? undefined : v);
	replaced(sample(), (k, v) => typeof v === 'number' ? [v] && `${v}` : v);
	replaced(sample(), (k, v) => k === '' ? v : k);
	replaced(sample(), () => undefined);
	replaced(sample(), () => 1n);
	replaced(1n, (k, v) => typeof v === 'bigint' ? String(v) : v);
	replaced({ '\ud800': ['\udc00'] }, (k, v) => v);
	replaced(sample(), function (k, v) { if (k === 'b') { delete this.a; this.d = 5; this.z = 6; } return v; });
	replaced({ a: 1 }, (k, v) => k === 'a' ? { toJSON: () => 'no' } : v);
	replaced({ a: 1 }, (k, v) => k === 'a' ? Object('s') : v);
	replaced({ a: 1 }, () => { throw new Error('replacer'); });
	for (const list of [[], ['a'], ['b', 'a', 'b'], ['c', 'a'], [1, '2', 1], [new String('a'), new Number(1)], [null, undefined, true, {}, [], f, Symbol('s')], ['\ud800', '\ufffd', '\ud800'], [1.5, -0, NaN, 1e21], [Object.assign(new String('a'), { toString: () => 'b' })], [, 'a'], new Proxy(['a', 'd'], {}), Object.assign(['a'], { toJSON: f }), ['toJSON', 'length', '0'], ['']]) {
		stringify({ ...sample(), '\ud800': 1, '\ufffd': 2, '1.5': 3, 0: 4, NaN: 5, '1e+21': 6, '': 7 }, list);
		stringify([{ a: { a: 1, x: 2 }, b: [{ a: 1 }] }], list, 1);
	}
	stringify(new Proxy({ a: 1, b: 2, c: 3 }, { get(t, p) { print(`get ${String(p)}`); return t[p]; }, ownKeys() { print('ownKeys'); return ['a']; } }), ['c', 'b']);
	for (const no of [null, undefined, 1, 'a', {}, { 0: 'a', length: 1 }, true, Symbol('s'), new Map]) stringify({ a: 1, b: 2 }, no);
	stringify({ a: 1, b: 2 }, ['a', Proxy.revocable({}, {}).proxy]);
	{
		const { proxy, revoke } = Proxy.revocable({}, {});
		revoke();
		stringify({ a: 1, b: 2 }, ['a', proxy], proxy);
	}
	stringify({ a: 1 }, ['a', { get x() { throw 1; } }, Object.assign(new String('q'), { toString() { throw new Error('item'); } })]);

	// Proxies and getters: what is asked for, and in which order.
	const traced = (target) => new Proxy(target, Object.fromEntries(['get', 'ownKeys', 'getOwnPropertyDescriptor', 'has', 'getPrototypeOf'].map((trap) => [trap, (...args) => {
		print(`${trap} ${typeof args[1] === 'string' ? args[1] : ''}`);
		return Reflect[trap](...args);
	}])));
	stringify(traced({ b: 1, a: { c: 1 }, [Symbol('s')]: 1 }));
	stringify(traced([1, , 2]));
	stringify([traced({ '\ud800': 1, 1: 1 })], null, 1);
	stringify(traced(Object.defineProperty({ a: 1 }, 'b', { value: 1 })));
	const revoked = Proxy.revocable([], {});
	revoked.revoke();
	print(attempt(() => JSON.stringify({ a: 1 }, revoked.proxy)).slice(0, 9));
	print(attempt(() => JSON.stringify([revoked.proxy])).slice(0, 9));
	const living = () => {
		const o = { a: 1, get b() { delete this.c; this.e = 5; Object.defineProperty(this, 'd', { enumerable: false }); return 2; }, c: 3, d: 4 };
		return o;
	};
	stringify(living());
	const arrays = { get list() { return [1, { toJSON() { this.x = 1; return 2; } }]; }, get thrown() { throw new Error('getter'); } };
	stringify(arrays);
	const changing = [1, { toJSON() { changing.length = 2; changing.push('new'); return 'json'; } }, 3, 4];
	stringify(changing);
	const plain = { a: { toJSON() { delete plain.c; plain.d = 'changed'; plain.f = 'late'; Object.defineProperty(plain, 'e', { get: () => 'got' }); return 1; } }, b: 2, c: 3, d: 4, e: 5 };
	stringify(plain);
	const hiding = { a: { get x() { Object.defineProperty(hiding, 'b', { enumerable: false }); delete hiding.c; return 1; } }, b: 2, c: 3, d: 4 };
	Object.prototype.c = 'inherited';
	stringify(hiding);
	delete Object.prototype.c;
	const again = { a: { toJSON: () => JSON.stringify({ x: [1, { toJSON: () => JSON.parse('{"y":1}') }] }) }, b: JSON.stringify };
	stringify(again, null, 2);

	// Circles.
	const circle = (n, last = 'end') => {
		const first = {};
		let o = first;
		for (let i = 0; i < n; i++) o = o['k' + i] = i % 3 === 2 ? [] : {};
		o[last] = first;
		return first;
	};
	for (let n = 0; n < 8; n++) stringify(circle(n));
	stringify({ before: [circle(2)] });
	stringify([[circle(1, '')]]);
	const self = [];
	self.push(1, [self]);
	stringify(self);
	const indexed = { 0: {} };
	indexed[0][5] = indexed;
	stringify(indexed);
	stringify(indexed, ['0', '5']);
	stringify(indexed, (k, v) => v, 1);
	class Base { } class Sub extends Base { }
	const own = (o) => { o.o = o; return o; };
	const tagged = (o) => { o[Symbol.toStringTag] = 'Tag'; return o; };
	for (const make of [() => new Base, () => new Sub, () => tagged(new Base), () => tagged(new Sub), () => tagged({}), () => new Map, () => Object.create(null), () => Object.create({ constructor: { name: 'Z' } }), () => new TypeError('x'), () => new (class { }), () => new Proxy({}, {}), () => ({ constructor: class Z { } }), () => /x/, () => Promise.resolve(), () => Object.create(new Base)]) stringify(own(make()));
	const viaJSON = { toJSON() { return inner; } };
	const inner = { viaJSON };
	stringify(viaJSON);
	const shared = { x: 1 };
	stringify([shared, shared, { shared, again: [shared] }]);

	// Depth.
	const deep = (n, wrap) => { let v = 1; for (let i = 0; i < n; i++) v = wrap(v); return v; };
	for (const wrap of [(v) => [v], (v) => ({ a: v })]) {
		print(attempt(() => JSON.stringify(deep(2000, wrap))).length);
		stringify(deep(1e5, wrap));
	}

	// Generated values.
	let seed = 7;
	const random = (n) => {
		seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
		return ((seed ^ seed >>> 13) >>> 0) % n;
	};
	const pick = (list) => list[random(list.length)];
	const text = () => {
		let s = '';
		for (let n = random(8); n > 0; n--) s += pick(['a', 'b', 'xyz', ' ', '0', '中', 'é', '😀', '\n', '"', '\\', '\ud800', '\udc00', '\ufffd', '\u2028', '\u0007']);
		return s;
	};
	const value = (depth) => {
		switch (random(depth > 4 ? 6 : 12)) {
			case 0: return text();
			case 1: return random(1000);
			case 2: return Number(`${random(1 << 30) - (1 << 29)}e${random(60) - 30}`);
			case 3: return random(1 << 30) / (random(1000) + 1);
			case 4: return pick([true, false, null, undefined, f, NaN, -0, Symbol('s'), new Date(random(1e9))]);
			case 5: return pick([new Number(random(9)), new String(text()), new Boolean(random(2))]);
			case 6: case 7: case 8: return Array.from({ length: random(5) }, () => value(depth + 1));
			default: {
				const o = random(8) ? {} : new Derived;
				for (let n = random(6); n > 0; n--) {
					const name = pick([text(), 'a', 'b', 'c', String(random(20))]);
					const v = value(depth + 1);
					switch (random(10)) {
						case 0: Reflect.defineProperty(o, name, { configurable: true, enumerable: random(2) > 0, get: () => v }); break;
						case 1: Reflect.defineProperty(o, name, { configurable: true, enumerable: random(2) > 0, value: v }); break;
						case 2: Reflect.deleteProperty(o, pick(['a', 'b', 'c'])); break;
						case 3: Reflect.set(o, 'toJSON', random(4) ? () => v : v); break;
						default: Reflect.set(o, name, v);
					}
				}
				return random(10) ? o : new Proxy(o, {});
			}
		}
	};
	for (let i = 0; i < 2000; i++) {
		const replacer = pick([null, null, null, (k, v) => k === 'a' ? undefined : v, ['a', 'b', 1, 'c']]);
		stringify(value(0), replacer, pick([undefined, undefined, 2, '\t', '中']));
	}
});
