// TextEncoder and TextDecoder (Encoding Standard), atob and btoa (HTML, section 8.3).
(function (native) {
	'use strict';

	const labels = new Map();
	for (const [name, list] of [
		['utf-8', 'unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8'],
		['utf-16le', 'csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le'],
		['utf-16be', 'unicodefffe utf-16be'],
	]) {
		for (const label of list.split(' ')) labels.set(label, name);
	}

	class TextEncoder {
		get encoding() { return 'utf-8'; }
		encode(input = '') { return new Uint8Array(native.utf8(`${input}`)); }
		encodeInto(source, destination) {
			if (!(destination instanceof Uint8Array)) throw new TypeError('encodeInto: the destination must be a Uint8Array');
			const [read, written] = native.utf8Into(`${source}`, destination);
			return { read, written };
		}
	}

	class TextDecoder {
		#encoding;
		#fatal;
		#ignoreBOM;
		#rest = new Uint8Array(0);
		#begun = false;
		constructor(label = 'utf-8', options = {}) {
			const encoding = labels.get(`${label}`.trim().toLowerCase());
			if (!encoding) {
				throw new RangeError(`TextDecoder: the encoding '${label}' is not supported; utf-8, utf-16le and utf-16be are`);
			}
			this.#encoding = encoding;
			this.#fatal = !!options?.fatal;
			this.#ignoreBOM = !!options?.ignoreBOM;
		}
		get encoding() { return this.#encoding; }
		get fatal() { return this.#fatal; }
		get ignoreBOM() { return this.#ignoreBOM; }
		decode(input = new Uint8Array(0), options = {}) {
			const stream = !!options?.stream;
			let bytes = ArrayBuffer.isView(input)
				? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
				: new Uint8Array(input instanceof ArrayBuffer ? input : notBytes(input));
			if (this.#rest.length > 0) {
				const joined = new Uint8Array(this.#rest.length + bytes.length);
				joined.set(this.#rest);
				joined.set(bytes, this.#rest.length);
				bytes = joined;
				this.#rest = new Uint8Array(0);
			}
			const decoded = native.decode(this.#encoding, bytes, this.#fatal, stream);
			if (decoded === null) {
				this.#begun = false;
				throw new TypeError(`TextDecoder: the data is not valid ${this.#encoding}`);
			}
			let [text, rest] = decoded;
			if (rest > 0) this.#rest = bytes.slice(bytes.length - rest);
			if (!this.#begun && text.length > 0) {
				this.#begun = true;
				if (!this.#ignoreBOM && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
			}
			if (!stream) this.#begun = false;
			return text;
		}
	}
	const notBytes = () => { throw new TypeError('TextDecoder: the input must be an ArrayBuffer or a view of one'); };

	for (const [constructor, keys] of [
		[TextEncoder, ['encoding', 'encode', 'encodeInto']],
		[TextDecoder, ['encoding', 'fatal', 'ignoreBOM', 'decode']],
	]) {
		for (const key of keys) Object.defineProperty(constructor.prototype, key, { enumerable: true });
		Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
	}

	const { DOMException } = globalThis;
	const { btoa } = {
		btoa(data) {
			if (arguments.length === 0) throw new TypeError('btoa: one argument is needed');
			const text = native.btoa(`${data}`);
			if (text === null) {
				throw new DOMException('btoa: the string has a character outside of Latin-1 (0 to 255)', 'InvalidCharacterError');
			}
			return text;
		},
	};
	const { atob } = {
		atob(data) {
			if (arguments.length === 0) throw new TypeError('atob: one argument is needed');
			const text = native.atob(`${data}`);
			if (text === null) throw new DOMException('atob: the string is not correctly encoded in base64', 'InvalidCharacterError');
			return text;
		},
	};
	return { TextEncoder, TextDecoder, btoa, atob };
})
