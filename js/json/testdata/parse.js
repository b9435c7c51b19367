// What JSON.parse makes of many texts, a line for each: run by Node and by this
// package, and compared.
(function (print) {
	'use strict';

	const units = (s) => {
		let text = '';
		for (let i = 0; i < s.length; i++) {
			const unit = s.charCodeAt(i);
			text += unit > 32 && unit < 127 && unit !== 92 ? s[i] : '\\' + unit.toString(16) + ';';
		}
		return text;
	};
	const dump = (v) => {
		switch (typeof v) {
			case 'string': return `"${units(v)}"`;
			case 'number': return Object.is(v, -0) ? '-0' : String(v);
			case 'object': break;
			default: return typeof v;
		}
		if (v === null) return 'null';
		const proto = Object.getPrototypeOf(v);
		const kind = proto === Object.prototype ? 'O' : proto === Array.prototype ? 'A' : '?';
		const names = Object.getOwnPropertyNames(v).map((name) => {
			const d = Object.getOwnPropertyDescriptor(v, name);
			const flags = [d.writable, d.enumerable, d.configurable].map(Number).join('');
			return `${units(name)}${flags === '111' ? '' : flags}:${dump(d.value)}`;
		});
		return `${kind}${Array.isArray(v) ? v.length : ''}{${names.join()}}`;
	};
	const attempt = (fn) => {
		try {
			return fn();
		} catch (e) {
			// Newer versions of V8 add the line and the column.
			return `${e.name}: ${units(e.message.replace(/ \(line \d+ column \d+\)$/, ''))} ${Object.getPrototypeOf(e) === globalThis[e.name]?.prototype}`;
		}
	};
	const parse = (text, ...rest) => print(`${units(String(text))} => ${attempt(() => dump(JSON.parse(text, ...rest)))}`);

	const corners = [
		'', ' ', '0', '-0', '-', '+1', '01', '-01', '1.', '.5', '1.5', '1e', '1e+', '1e5', '1E-5', '-0.0', '-0e10', '00', '1e400', '-1e400', '5e-324', '2e-324',
		'1e-400', '123456789012345', '1234567890123456', '9007199254740991', '9007199254740992', '9007199254740993', '-9007199254740993',
		'12345678901234567890', '0.1', '0.30000000000000004', '1.7976931348623157e308', '1.7976931348623159e308', '2.2250738585072011e-308',
		'100000000000000000000000', '1e21', '123e-20', '4.35', '0.000001', '1e-7', '1_000', '0x10', '1n', 'Infinity', '-Infinity', 'NaN', 'undefined',
		'true', 'false', 'null', 'tru', 'truex', 'True', 'nul', 'fals', 'nulll', 'true false', '[object Object]', 'true,', '"', '""', '"a', '"a\\', '"\\"', '"\\u', '"\\u1',
		'"\\u12"', '"\\u123g"', '"\\u00e9"', '"\\uD83D\\uDE00"', '"\\ud83d"', '"\\ude00\\ud83d"', '"\ud83d\\ude00"', '"\\ud83d\ude00"', '"\ud83d"', '"\ude00"', '"\ud83d\ude00"',
		'"\\x41"', '"\\a"', '"\\\n"', '"\\\u00e9"', '"\\\u4e2d"', '"\\\ud83d"', '"\t"', '"\n"', '"\u0000"', '"\\u0000"', '"\u007f"', '"\u2028\u2029"', '"\u00a0"', '"\ufffd"', '"\\ufffd"', '"\ufeff"',
		'\ufeff{}', '\ufeff', '\u00a0[]', '\u2028[]', '\v1', '\f1', ' \t\r\n1 \t\r\n', '\n\r\n\r x', '[1\r\n2]', '[\r\r\n\n}',
		'"\\b\\f\\n\\r\\t\\/\\\\\\""', '"/"', "'a'", '[', '[]', '[1', '[1,', '[1,]', '[,1]', '[,]', '[1 2]', '[1]]', ']', '[}', '{', '{}', '{]', '}', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}',
		'{"a" 1}', '{"a"::1}', '{a:1}', '{1:1}', '{"a":1 "b":2}', '{"a":1,"a":2}', '{"b":1,"a":2,"b":3,"c":4}', '{"":1}', '{"":{"":[]}}', '{,}', '{"a":1}}', '{"a":}',
		'{"__proto__":1}', '{"__proto__":null}', '{"__proto__":{"x":1}}', '{"__proto__":[],"__proto__":2}', '{"a":{"__proto__":{"b":1}}}', '{"constructor":1,"toString":2,"hasOwnProperty":3,"toJSON":4}',
		'{"10":1,"2":2,"a":3,"1":4,"-1":5,"01":6,"4294967294":7,"4294967295":8,"9007199254740993":9}', '{"0":0}', '[[[[]]],{"a":[{}]}]',
		'{"\\ud800":1,"\ud800":2,"\\udc00\\ud800":3,"a\\ud800":4,"\ufffd":5,"\\ufffd":6}', '{"\\u0061":1,"a":2}', '{"中文":"汉字","\\u4e2d\\u6587":2}', '{"\u00fe\u00ff":1,"\u00ff\u00fe":2,"\ufeff":3,"\\ufeffab":4}',
		'[1,[2,{"a":[3,null,true,false,"x"]}],-4.5e-6]', '/* */1', '1//', '{"length":3}', '[undefined]', '{"a":undefined}', '[NaN]', '[1,\u00002]', '"a"b', '"a""b"', '1 2', '- 1', '--1', '1-', '1e1.5', '1.e1',
		'{"a":"' + 'x'.repeat(40) + '\u0001"}', '{"a":"' + 'x'.repeat(40) + '}', '[' + '1,'.repeat(40) + '!' + ',1'.repeat(40) + ']', '[' + '"中",'.repeat(20) + '!]',
	];
	for (const text of corners) parse(text);

	// The strings of long texts are made in another way.
	const long = 'x'.repeat(2000);
	for (const text of corners.slice(0, 100)) parse(`["${long}",${text}]`);
	parse(`{"${long}":"中${long}","中${long}":"${long}","\\n${long}":"${long}\\ud800"}`);
	for (const n of [7, 8, 9, 15, 16, 17, 31, 32, 33]) {
		for (const end of ['', '\\n', '\u0001', '中', '\\ud800', '\ud800']) parse(`["${'a'.repeat(n)}${end}","${end}${'b'.repeat(n)}","${'é'.repeat(n)}${end}"]`);
	}

	// Arguments.
	for (const value of [undefined, null, true, 12, -0, 1e21, 10n, { toString: () => '[1]' }, { toString: null, valueOf: () => '2' }, [1], [[]], [1, 2], new String('{"a":1}'), new Number(5)]) parse(value);
	print(attempt(() => JSON.parse()));
	print(attempt(() => JSON.parse(Symbol('s'))));
	print(attempt(() => JSON.parse({ toString() { throw new RangeError('thrown'); } })));
	print(attempt(() => JSON.parse({ [Symbol.toPrimitive]: (hint) => `"${hint}"` })));
	print(attempt(() => new JSON.parse('1')).slice(0, 10));
	print(attempt(() => new JSON.stringify('1')).slice(0, 10));
	for (const name of ['parse', 'stringify']) {
		const d = Object.getOwnPropertyDescriptor(JSON, name);
		print([d.writable, d.enumerable, d.configurable, d.value.name, d.value.length, String(d.value), 'prototype' in d.value, Object.getOwnPropertyNames(d.value).sort()].join());
		for (const p of ['name', 'length']) print(JSON.stringify(Object.getOwnPropertyDescriptor(d.value, p)));
	}
	print(Object.getOwnPropertyNames(JSON).sort().filter((name) => !/raw/i.test(name)).join());

	// Revivers.
	const calls = [];
	const log = function (name, value) {
		calls.push(`${dump(this)} ${units(name)} ${dump(value)}`);
		return value;
	};
	const revive = (text, fn) => {
		calls.length = 0;
		parse(text, fn);
		print(calls.join(' | '));
	};
	for (const text of ['1', '{"b":[1,{"c":null}],"a":{"__proto__":1},"2":0,"1":1e400}', '["\\ud800",{"\\ud800":"\ud800"}]', '{"a":1,"a":2}', '[]', '{}', '[[],{}]', 'x', '{"a":[1,2,3]}']) revive(text, log);
	revive('[1,2,3]', (k, v) => k === '1' ? undefined : v);
	revive('{"a":1,"b":2,"c":3}', (k, v) => k === 'b' ? undefined : v);
	revive('{"a":1}', (k, v) => k === '' ? 'all' : v);
	revive('{"a":1}', () => undefined);
	revive('{"a":1,"b":{"c":1},"d":4}', function (k, v) { if (k === 'a') { delete this.d; this.b = [1, 2, { y: 1 }]; } return k === '' || typeof v === 'object' ? k : v; });
	revive('[0,1,2,3]', function (k, v) { if (k === '0') this.length = 2; return v; });
	revive('[0,1]', function (k, v) { if (k === '0') { this.push(5); this[1] = { x: [1] }; } return log.call(this, k, v); });
	revive('{"a":1,"b":2}', function (k, v) { if (k === 'a') Object.defineProperty(this, 'b', { configurable: false, value: 7 }); return k === 'b' ? undefined : v; });
	revive('{"a":1,"b":2}', function (k, v) { if (k === 'a') Object.freeze(this); return k === 'b' ? 3 : v; });
	revive('{"a":1}', () => { throw new TypeError('reviver'); });
	revive('{"first":0,"second":1}', function (k, v) {
		if (k === 'first') this.second = new Proxy([7, { a: 1 }], { ownKeys(t) { calls.push('ownKeys'); return Reflect.ownKeys(t); }, get(t, p) { calls.push('get ' + String(p)); return t[p]; }, defineProperty(t, p, d) { calls.push('define ' + p); return Reflect.defineProperty(t, p, d); } });
		return v;
	});
	revive('[0,1]', function (k, v) { if (k === '0') this[1] = Object.assign(() => 1, { a: 1, b: [] }); calls.push(k); return v; });
	for (const no of [null, 1, 'a', {}, [], true]) parse('{"a":1}', no);
	print(attempt(() => JSON.parse('1', class { })).slice(0, 9));
	revive('{"a":1}', new Proxy(function (k, v) { return k === 'a' ? 5 : v; }, {}));
	revive('{"a":1}', log.bind({ x: 1 }));

	// What a script has done to Object.prototype is no matter.
	Object.defineProperty(Object.prototype, 'guarded', { configurable: true, set() { throw new Error('setter'); } });
	Object.defineProperty(Object.prototype, 'fixed', { configurable: true, value: 1, writable: false });
	parse('{"guarded":1,"fixed":2,"other":3}');
	delete Object.prototype.guarded;
	delete Object.prototype.fixed;
	Object.defineProperty(Array.prototype, 0, { configurable: true, set() { throw new Error('setter'); } });
	parse('[1,2]');
	delete Array.prototype[0];

	// An object is as any other afterwards.
	const o = JSON.parse('{"b":1,"a":{"x":1},"3":0,"b":2}');
	o.c = 1; o[2] = 1; delete o.b; o.b = 5;
	for (const name in o) print(name);
	o.d = 1;
	print(Object.keys(o).join() + dump({ ...o, e: 1 }) + dump(Object.freeze(o)) + dump(structuredCloneless(o)));
	function structuredCloneless(v) { return JSON.parse(JSON.stringify(v)); }

	print(dump(JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)).length));
	print(attempt(() => JSON.parse('['.repeat(1e5))));
	print(attempt(() => { JSON.parse('{"a":'.repeat(1e5) + '1' + '}'.repeat(1e5)); return 'deep'; }));

	// Generated texts, and what is left of them after a change.
	let seed = 42;
	const random = (n) => {
		seed = Math.imul(seed ^ seed >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
		return ((seed ^ seed >>> 13) >>> 0) % n;
	};
	const pick = (list) => list[random(list.length)];
	const space = () => pick(['', '', '', '', ' ', '\n', '\t', '\r\n', '  ']);
	const string = () => {
		let s = '';
		for (let n = random(12); n > 0; n--) {
			s += pick(['a', 'b', 'xyz', ' ', '0', '中', 'é', '😀', '\\n', '\\"', '\\\\', '\\/', '\\u0041', '\\u4e2d', '\\ud83d\\ude00', '\\ud800', '\\udc00', '\ud801', '\udc01', '\ufffd', '\u2028', '__proto__', 'toJSON']);
		}
		return `"${s}"`;
	};
	const number = () => `${pick(['', '-'])}${pick(['0', String(random(10)), String(random(1 << 30) + 1), `${random(1 << 30) + 1}${random(1 << 30)}${random(1000)}`])}${pick(['', '', `.${random(1000)}`, `.${random(1 << 30)}${random(1 << 30)}`])}${pick(['', '', '', `e${random(20)}`, `E+${random(330)}`, `e-${random(340)}`])}`;
	const value = (depth) => {
		switch (random(depth > 4 ? 5 : 9)) {
			case 0: return string();
			case 1: case 2: return number();
			case 3: return pick(['true', 'false', 'null']);
			case 4: return string();
			case 5: case 6: return `[${Array.from({ length: random(5) }, () => space() + value(depth + 1) + space()).join()}]`;
			default: return `{${Array.from({ length: random(6) }, () => space() + pick([string(), '"a"', '"b"', '"1"', '"20"', '"__proto__"']) + space() + ':' + space() + value(depth + 1) + space()).join()}}`;
		}
	};
	for (let i = 0; i < 2000; i++) {
		let text = space() + value(0) + space();
		if (i % 2) {
			const at = random(text.length + 1);
			text = text.slice(0, at) + pick(['', '', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', '.', 'e', 'x', '中', '\ud83d', '\n', '\u0000', ' ', 'true']) + text.slice(at + random(3));
		}
		parse(text);
	}
});
