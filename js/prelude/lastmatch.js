// RegExp.$1 and its like (legacy features of RegExp): what the last match found. A program
// that mentions them goes without the engine's short cuts.
(function () {
	'use strict';

	const { apply } = Reflect;
	const { defineProperty } = Object;
	const { exec } = RegExp.prototype;
	let last = { 0: '', index: 0, input: '', length: 1 };

	const replace = (name, method) => {
		defineProperty(method, 'length', { value: 1 });
		defineProperty(RegExp.prototype, name, { value: method, writable: true, configurable: true });
	};
	replace('exec', {
		exec(string) {
			const match = apply(exec, this, [string]);
			if (match !== null) last = match;
			return match;
		},
	}.exec);
	replace('test', { test(string) { return this.exec(string) !== null; } }.test);

	const getter = (names, value) => {
		for (const name of names) defineProperty(RegExp, name, { get: value, set: names.includes('input') ? () => {} : undefined, configurable: true });
	};
	for (let i = 1; i <= 9; i++) getter([`$${i}`], () => last[i] ?? '');
	getter(['input', '$_'], () => last.input);
	getter(['lastMatch', '$&'], () => last[0]);
	getter(['lastParen', '$+'], () => (last.length > 1 ? last[last.length - 1] ?? '' : ''));
	getter(['leftContext', '$`'], () => last.input.slice(0, last.index));
	getter(['rightContext', "$'"], () => last.input.slice(last.index + last[0].length));
})
