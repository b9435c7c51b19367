// Functions of strings that the engine lacks (ECMAScript, sections 22.1.3.9 and 22.1.3.31).
(function () {
	'use strict';

	const define = (target, name, value) => {
		if (!Object.prototype.hasOwnProperty.call(target, name)) {
			Object.defineProperty(target, name, { value, writable: true, configurable: true });
		}
	};

	const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
	define(String.prototype, 'isWellFormed', {
		isWellFormed() { return !loneSurrogate.test(String(this)); },
	}.isWellFormed);
	define(String.prototype, 'toWellFormed', {
		toWellFormed() { return String(this).replace(new RegExp(loneSurrogate, 'g'), '\uFFFD'); },
	}.toWellFormed);
})
