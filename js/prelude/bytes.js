// Text forms of Uint8Array (ECMAScript, section 23.3), and ArrayBuffer.prototype.transfer
// with what belongs to it (section 25.1.6). The engine has no resizable buffers.
(function (native) {
	'use strict';

	const { decodeBase64, encodeBase64, decodeHex, encodeHex, isDetached, detach } = native;
	const { apply } = Reflect;
	const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
	const { TypeError, SyntaxError } = globalThis;
	const hide = (target, name, value) => defineProperty(target, name, { value, writable: true, configurable: true });
	const tag = getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

	const bytes = (value) => {
		if (apply(tag, value, []) !== 'Uint8Array') throw new TypeError('the receiver must be a Uint8Array');
		return value;
	};
	const text = (value) => {
		if (typeof value !== 'string') throw new TypeError('input argument must be a string');
		return value;
	};
	const option = (options, name, allowed) => {
		if (options === undefined) return allowed[0];
		if ((typeof options !== 'object' || options === null) && typeof options !== 'function') throw new TypeError('options must be an object');
		const { [name]: value = allowed[0] } = options;
		if (!allowed.includes(value)) throw new TypeError(`Invalid ${name} option`);
		return value;
	};
	const alphabets = ['base64', 'base64url'];
	const handlings = ['loose', 'strict', 'stop-before-partial'];
	const base64 = (input, options, room) => {
		const alphabet = option(options, 'alphabet', alphabets);
		const handling = option(options, 'lastChunkHandling', handlings);
		return decodeBase64(input, alphabet === 'base64url', handling, room);
	};
	// whole is what a decoder made, or its error after what could be decoded was used.
	const whole = ({ data, read, problem }, use) => {
		const result = use(new Uint8Array(data), read);
		if (problem !== '') throw new SyntaxError(problem);
		return result;
	};
	const into = (target) => (data, read) => {
		target.set(data);
		return { read, written: data.length };
	};

	const statics = {
		fromBase64(string, options) { return whole(base64(text(string), options, -1), (data) => data); },
		fromHex(string) { return whole(decodeHex(text(string), -1), (data) => data); },
	};
	const methods = {
		toBase64(options) {
			bytes(this);
			const alphabet = option(options, 'alphabet', alphabets);
			return encodeBase64(this, alphabet === 'base64url', !!options?.omitPadding);
		},
		toHex() { return encodeHex(bytes(this)); },
		setFromBase64(string, options) {
			bytes(this);
			return whole(base64(text(string), options, this.length), into(this));
		},
		setFromHex(string) {
			bytes(this);
			return whole(decodeHex(text(string), this.length), into(this));
		},
	};
	for (const name of Object.keys(statics)) hide(Uint8Array, name, statics[name]);
	for (const name of Object.keys(methods)) hide(Uint8Array.prototype, name, methods[name]);
	for (const fn of [statics.fromBase64, methods.setFromBase64]) defineProperty(fn, 'length', { value: 1 });
	defineProperty(methods.toBase64, 'length', { value: 0 });

	const byteLength = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
	const move = (buffer, newLength) => {
		apply(byteLength, buffer, []);
		let length = newLength === undefined ? buffer.byteLength : Math.trunc(+newLength) || 0;
		if (length < 0 || length > Number.MAX_SAFE_INTEGER) throw new RangeError('Invalid array buffer length');
		if (isDetached(buffer)) throw new TypeError('Cannot perform ArrayBuffer.prototype.transfer on a detached ArrayBuffer');
		const result = new ArrayBuffer(length);
		new Uint8Array(result).set(new Uint8Array(buffer, 0, Math.min(length, buffer.byteLength)));
		detach(buffer);
		return result;
	};
	const buffers = {
		transfer(newLength) { return move(this, newLength); },
		transferToFixedLength(newLength) { return move(this, newLength); },
		resize() {
			apply(byteLength, this, []);
			throw new TypeError('ArrayBuffer.prototype.resize: this buffer has a fixed length; the engine has no resizable buffers, make a new one and copy');
		},
	};
	for (const name of Object.keys(buffers)) hide(ArrayBuffer.prototype, name, buffers[name]);
	for (const name of ['transfer', 'transferToFixedLength']) defineProperty(buffers[name], 'length', { value: 0 });
	defineProperty(buffers.resize, 'length', { value: 1 });
	const getters = {
		get detached() { return apply(byteLength, this, []), isDetached(this); },
		get resizable() { return apply(byteLength, this, []), false; },
		get maxByteLength() { return apply(byteLength, this, []); },
	};
	for (const name of Object.keys(getters)) {
		defineProperty(ArrayBuffer.prototype, name, { get: getOwnPropertyDescriptor(getters, name).get, set: undefined, enumerable: false, configurable: true });
	}
})
