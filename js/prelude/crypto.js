// crypto.getRandomValues and randomUUID (Web Cryptography API, section 10).
(function (native) {
	'use strict';

	const { fillRandom } = native;
	const { DOMException } = globalThis;
	const QUOTA = 65536;
	const integers = new Set([
		'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
		'BigInt64Array', 'BigUint64Array',
	]);
	const kindOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
	const { apply } = Reflect;
	const secret = Symbol('Crypto');

	class Crypto {
		#own = true;
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'Crypto': Illegal constructor");
		}
		getRandomValues(array) {
			if (!this.#own) return undefined;
			if (!ArrayBuffer.isView(array)) {
				throw new TypeError("Failed to execute 'getRandomValues' on 'Crypto': parameter 1 is not of type 'ArrayBufferView'.");
			}
			const kind = apply(kindOf, array, []);
			if (!integers.has(kind)) {
				throw new DOMException(`Failed to execute 'getRandomValues' on 'Crypto': The provided ArrayBufferView is of type '${kind ?? 'DataView'}', which is not an integer array type.`, 'TypeMismatchError');
			}
			if (array.byteLength > QUOTA) {
				throw new DOMException(`Failed to execute 'getRandomValues' on 'Crypto': The ArrayBufferView's byte length (${array.byteLength}) exceeds the number of bytes of entropy available via this API (${QUOTA}).`, 'QuotaExceededError');
			}
			fillRandom(array);
			return array;
		}
		randomUUID() {
			const bytes = new Uint8Array(16);
			if (this.#own) fillRandom(bytes);
			bytes[6] = bytes[6] & 0x0f | 0x40;
			bytes[8] = bytes[8] & 0x3f | 0x80;
			const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
			return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
		}
	}
	for (const key of ['getRandomValues', 'randomUUID']) Object.defineProperty(Crypto.prototype, key, { enumerable: true });
	Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
	return { Crypto, crypto: new Crypto(secret) };
})
