// Blob (File API, section 3), without streams.
(function (native) {
	'use strict';

	// Where native code finds a blob's bytes, an ArrayBuffer that nobody changes.
	const content = Symbol.for('uni.blob');

	const bytesOf = (part) => {
		if (part instanceof Blob) return new Uint8Array(part[content]);
		if (part instanceof ArrayBuffer) return new Uint8Array(part);
		if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
		return new TextEncoder().encode(`${part}`);
	};

	const typeOf = (type) => {
		const text = `${type ?? ''}`;
		return /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : '';
	};

	// own marks the arguments of blobOf.
	const own = Symbol('Blob');

	class Blob {
		#type;
		constructor(parts = [], options = {}) {
			if (options === own) {
				Object.defineProperty(this, content, { value: parts });
				this.#type = '';
				return;
			}
			if (parts === null || typeof parts !== 'object' || typeof parts[Symbol.iterator] !== 'function') {
				throw new TypeError("Failed to construct 'Blob': The provided value cannot be converted to a sequence.");
			}
			const list = Array.from(parts, bytesOf);
			const bytes = new Uint8Array(list.reduce((n, p) => n + p.length, 0));
			let at = 0;
			for (const p of list) {
				bytes.set(p, at);
				at += p.length;
			}
			Object.defineProperty(this, content, { value: bytes.buffer });
			this.#type = typeOf(options?.type);
		}
		get size() { return this[content].byteLength; }
		get type() { return this.#type; }
		async arrayBuffer() { return this[content].slice(0); }
		async bytes() { return new Uint8Array(this[content].slice(0)); }
		async text() { return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this[content]); }
		slice(start = 0, end = this.size, type = '') {
			return new Blob([this[content].slice(start, end)], { type });
		}
		get [Symbol.toStringTag]() { return 'Blob'; }
	}

	// blobOf is a blob of an ArrayBuffer that nobody else has.
	const blobOf = (buffer) => new Blob(buffer, own);

	return { Blob, blobOf };
})
