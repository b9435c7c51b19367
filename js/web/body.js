// Bodies of requests and responses (Fetch, sections 2.2.4 and 5.2).
(function (native) {
	'use strict';

	const { bodyText } = native;
	const { Blob, URLSearchParams, FormData, DOMException, Uint8Array, TextEncoder } = globalThis;
	const content = Symbol.for('uni.blob');

	const isStream = (v) => typeof v === 'object' && v !== null && typeof v.getReader === 'function';

	// buffered copies the bytes of a view or buffer into an ArrayBuffer of their own.
	const buffered = (v) => (ArrayBuffer.isView(v)
		? v.buffer.slice(v.byteOffset, v.byteOffset + v.byteLength)
		: v.slice(0));

	// extract is what a BodyInit stands for: { buffer, type }, or { stream, type }
	// (Fetch, "safely extract"). null is no body.
	const extract = (init) => {
		if (init === null || init === undefined) return null;
		if (init instanceof Blob) return { buffer: init[content], type: init.type === '' ? null : init.type };
		if (ArrayBuffer.isView(init) || init instanceof ArrayBuffer) return { buffer: buffered(init), type: null };
		if (init instanceof FormData) {
			const [buffer, type] = native.formData.encode(init);
			return { buffer, type };
		}
		if (isStream(init)) return { stream: init, type: null };
		const type = init instanceof URLSearchParams ? 'application/x-www-form-urlencoded;charset=UTF-8' : 'text/plain;charset=UTF-8';
		return { buffer: new TextEncoder().encode(`${init}`).buffer, type };
	};

	const join = (chunks) => {
		if (chunks.length === 1) return chunks[0];
		const bytes = new Uint8Array(chunks.reduce((n, c) => n + c.byteLength, 0));
		let at = 0;
		for (const c of chunks) {
			bytes.set(new Uint8Array(c), at);
			at += c.byteLength;
		}
		return bytes.buffer;
	};

	// A Source is bytes that arrive: ArrayBuffers, then the end or an error. Who reads
	// it takes what is there, or waits; a tee of it gets all that has not been read.
	class Source {
		#chunks = [];
		#ended = false;
		#error = null; // { reason }
		#wake = null;
		#tees = [];
		#cancel;
		constructor(cancel = () => {}) { this.#cancel = cancel; }
		push(chunk) {
			this.#chunks.push(chunk);
			for (const t of this.#tees) t.push(chunk.slice(0));
			this.#wake?.();
		}
		end() {
			this.#ended = true;
			for (const t of this.#tees) t.end();
			this.#wake?.();
		}
		fail(reason) {
			if (this.#ended || this.#error !== null) return;
			this.#error = { reason };
			for (const t of this.#tees) t.fail(reason);
			this.#wake?.();
		}
		cancel(reason) {
			this.#chunks = [];
			this.#ended = true;
			if (this.#tees.length === 0) this.#cancel(reason);
		}
		tee() {
			const other = new Source();
			for (const c of this.#chunks) other.push(c.slice(0));
			if (this.#error !== null) other.fail(this.#error.reason);
			else if (this.#ended) other.end();
			else this.#tees.push(other);
			return other;
		}
		// read resolves with the next chunk, or undefined at the end.
		async read() {
			while (this.#chunks.length === 0) {
				if (this.#error !== null) throw this.#error.reason;
				if (this.#ended) return undefined;
				await new Promise((resolve) => { this.#wake = resolve; });
				this.#wake = null;
			}
			return this.#chunks.shift();
		}
		async all() {
			const chunks = [];
			for (let c; (c = await this.read()) !== undefined;) chunks.push(c);
			return join(chunks);
		}
	}

	const whole = (buffer) => {
		const source = new Source();
		if (buffer.byteLength > 0) source.push(buffer);
		source.end();
		return source;
	};

	// A Body is read once, by one of the functions of its request or response, or as a
	// stream, which is made when somebody asks for it.
	class Body {
		#source;
		#stream;
		#used = false;
		constructor(source, stream = null) {
			this.#source = source;
			this.#stream = stream;
		}
		static of({ buffer, stream }) { return stream ? new Body(null, stream) : new Body(whole(buffer)); }
		get used() { return this.#used; }
		get locked() { return this.#stream !== null && this.#stream.locked; }
		get stream() {
			if (this.#stream !== null) return this.#stream;
			const source = this.#source;
			this.#stream = new globalThis.ReadableStream({
				pull: async (controller) => {
					this.#used = true;
					try {
						const chunk = await source.read();
						if (chunk === undefined) controller.close();
						else controller.enqueue(new Uint8Array(chunk));
					} catch (e) {
						controller.error(e);
					}
				},
				cancel: (reason) => {
					this.#used = true;
					source.cancel(reason);
				},
			}, { highWaterMark: 0 });
			return this.#stream;
		}
		// claim marks the body as used, or throws.
		claim(what) {
			if (this.#used) throw new TypeError(`${what}: body stream already read`);
			if (this.locked) throw new TypeError(`${what}: body stream is locked`);
			this.#used = true;
		}
		// buffer resolves with all of a body that was claimed.
		async buffer() {
			if (this.#stream === null) return this.#source.all();
			const reader = this.#stream.getReader();
			const chunks = [];
			for (;;) {
				const { value, done } = await reader.read();
				if (done) return join(chunks);
				if (!ArrayBuffer.isView(value)) throw new TypeError('Received non-Uint8Array chunk');
				chunks.push(buffered(value));
			}
		}
		tee() {
			if (this.#stream === null) return new Body(this.#source.tee());
			const [one, other] = this.#stream.tee();
			this.#stream = one;
			return new Body(null, other);
		}
	}

	// mixin gives a class the functions of a body (Fetch, section 5.2); bodyOf and typeOf
	// are its body, or null, and its content type.
	const mixin = (constructor, bodyOf, typeOf) => {
		const { name, prototype } = constructor;
		// consume gives all of the body to a function, once.
		const consume = async (object, method, make) => {
			const body = bodyOf(object);
			body?.claim(`Failed to execute '${method}' on '${name}'`);
			return make(body === null ? new ArrayBuffer(0) : await body.buffer());
		};
		const text = (buffer) => bodyText('', buffer);
		const members = {
			get body() { return bodyOf(this)?.stream ?? null; },
			get bodyUsed() { return bodyOf(this)?.used ?? false; },
			arrayBuffer() { return consume(this, 'arrayBuffer', (buffer) => buffer); },
			blob() { return consume(this, 'blob', (buffer) => new Blob([buffer], { type: typeOf(this) ?? '' })); },
			bytes() { return consume(this, 'bytes', (buffer) => new Uint8Array(buffer)); },
			formData() {
				return consume(this, 'formData', (buffer) => {
					if (!/^application\/x-www-form-urlencoded/i.test(typeOf(this) ?? '')) {
						throw new TypeError(`${name}.formData is implemented in unisocket for application/x-www-form-urlencoded alone`);
					}
					const form = new FormData();
					for (const [key, value] of new URLSearchParams(text(buffer))) form.append(key, value);
					return form;
				});
			},
			json() { return consume(this, 'json', (buffer) => JSON.parse(text(buffer))); },
			text() { return consume(this, 'text', text); },
		};
		for (const [key, d] of Object.entries(Object.getOwnPropertyDescriptors(members))) {
			Object.defineProperty(prototype, key, { ...d, enumerable: true });
		}
	};

	return { body: { extract, Body, Source, mixin, isStream } };
})
