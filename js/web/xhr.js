// XMLHttpRequest (XMLHttpRequest Standard), asynchronous, in the words of Chromium.
(function (native) {
	'use strict';

	const { startRequest, resolveURL, isToken, forbiddenMethod, maySetHeader, bodyText } = native;
	const { need, expose, handlers, trust, fire, listens } = native.events;
	const { checkField } = native.headers;
	const { extract, isStream } = native.body;
	const { EventTarget, Event, ProgressEvent, DOMException, Blob, TextDecoder, Uint8Array, URL, setTimeout, clearTimeout } = globalThis;

	const UNSENT = 0, OPENED = 1, HEADERS_RECEIVED = 2, LOADING = 3, DONE = 4;
	const progressTypes = ['loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend'];
	const responseTypes = ['', 'arraybuffer', 'blob', 'document', 'json', 'text'];

	const secret = Symbol('XMLHttpRequest');
	const illegal = (name) => new TypeError(`Failed to construct '${name}': Illegal constructor`);

	class XMLHttpRequestEventTarget extends EventTarget {
		constructor(key) {
			if (key !== secret) throw illegal('XMLHttpRequestEventTarget');
			super();
		}
	}
	expose(XMLHttpRequestEventTarget);
	handlers(XMLHttpRequestEventTarget.prototype, progressTypes);

	class XMLHttpRequestUpload extends XMLHttpRequestEventTarget {
		constructor(key) {
			if (key !== secret) throw illegal('XMLHttpRequestUpload');
			super(key);
		}
	}
	expose(XMLHttpRequestUpload);

	const fireProgress = (target, type, loaded = 0, total = 0) =>
		fire(target, trust(new ProgressEvent(type, { lengthComputable: total > 0, loaded, total })));

	const invalidState = (method, why) =>
		new DOMException(`Failed to execute '${method}' on 'XMLHttpRequest': ${why}`, 'InvalidStateError');

	const charsetOf = (type) => /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1].toLowerCase() ?? 'utf-8';

	// start is startRequest, which knows http and https, for data: and blob: as well.
	const start = (request) => {
		if (resolveURL(request.url) !== null) return startRequest(request);
		let stopped = false;
		const timer = setTimeout(() => {
			const { type, buffer } = native.localResource(request.url) ?? {};
			if (buffer === undefined) return request.done('it has been revoked', false);
			const fields = [['content-length', `${buffer.byteLength}`]];
			if (type !== '') fields.push(['content-type', type]);
			request.head(200, 'OK', fields, request.url, false, buffer.byteLength);
			if (!stopped && buffer.byteLength > 0) request.data(buffer);
			if (!stopped) request.done();
		}, 0);
		return () => {
			stopped = true;
			clearTimeout(timer);
		};
	};

	class XMLHttpRequest extends XMLHttpRequestEventTarget {
		#upload = new XMLHttpRequestUpload(secret);
		#state = UNSENT;
		#method = 'GET';
		#url = '';
		#fields = new Map(); // lower case → [name, value]
		#timeout = 0;
		#withCredentials = false;
		#responseType = '';
		#mime = null;
		#sending = false;
		#stop = null;
		#uploading = 0;  // the bytes of the body, while they are sent
		#head = null;
		#chunks = [];
		#loaded = 0;
		#decoder = null;
		#text = '';
		#response;       // made once, when all is there

		constructor() { super(secret); }

		open(method, url, async = true, username = null, password = null) {
			const what = "Failed to execute 'open' on 'XMLHttpRequest'";
			need(arguments.length, 2, what);
			method = `${method}`;
			if (!isToken(method)) throw new DOMException(`${what}: '${method}' is not a valid HTTP method.`, 'SyntaxError');
			if (forbiddenMethod(method)) throw new DOMException(`${what}: '${method}' HTTP method is unsupported.`, 'SecurityError');
			const target = resolveURL(`${url}`) ?? (native.localResource(`${url}`) === null ? null : `${url}`);
			if (target === null) throw new DOMException(`${what}: Invalid URL`, 'SyntaxError');
			if (arguments.length > 2 && !async) {
				throw new DOMException(`${what}: synchronous requests are not implemented in unisocket: pass true, and listen for load`, 'InvalidAccessError');
			}
			this.#stop?.();
			this.#method = /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
			const parsed = new URL(target);
			if (username !== null && username !== undefined) parsed.username = `${username}`;
			if (password !== null && password !== undefined) parsed.password = `${password}`;
			this.#url = parsed.href;
			this.#fields = new Map();
			this.#sending = false;
			this.#clear();
			this.#change(OPENED);
		}
		#clear() {
			this.#stop = null;
			this.#head = null;
			this.#chunks = [];
			this.#loaded = 0;
			this.#decoder = null;
			this.#text = '';
			this.#response = undefined;
			this.#uploading = 0;
		}
		#change(state) {
			this.#state = state;
			fire(this, trust(new Event('readystatechange')));
		}
		setRequestHeader(name, value) {
			const what = "Failed to execute 'setRequestHeader' on 'XMLHttpRequest'";
			need(arguments.length, 2, what);
			if (this.#state !== OPENED || this.#sending) throw invalidState('setRequestHeader', "The object's state must be OPENED.");
			let field;
			try {
				field = checkField(name, value, what);
			} catch {
				const wrong = isToken(`${name}`) ? `'${value}' is not a valid HTTP header field value.` : `'${name}' is not a valid HTTP header field name.`;
				throw new DOMException(`${what}: ${wrong}`, 'SyntaxError');
			}
			if (!maySetHeader(`${name}`, field[1])) return;
			const before = this.#fields.get(field[0]);
			this.#fields.set(field[0], [`${name}`, before === undefined ? field[1] : `${before[1]}, ${field[1]}`]);
		}
		get timeout() { return this.#timeout; }
		set timeout(ms) { this.#timeout = Math.trunc(Number(ms)) || 0; }
		get withCredentials() { return this.#withCredentials; }
		set withCredentials(value) {
			if (this.#sending || this.#state > OPENED) {
				throw new DOMException("Failed to set the 'withCredentials' property on 'XMLHttpRequest': The value may only be set if the object's state is UNSENT or OPENED.", 'InvalidStateError');
			}
			this.#withCredentials = !!value;
		}
		get upload() { return this.#upload; }

		send(body = null) {
			if (this.#state !== OPENED || this.#sending) throw invalidState('send', "The object's state must be OPENED.");
			// A stream is none of the bodies that a request of this class takes (XHR, section
			// 4.5.6), and so a string.
			const extracted = this.#method === 'GET' || this.#method === 'HEAD' ? null : extract(isStream(body) ? `${body}` : body);
			if (extracted !== null && extracted.type !== null && !this.#fields.has('content-type')) {
				this.#fields.set('content-type', ['Content-Type', extracted.type]);
			}
			if (!this.#fields.has('accept')) this.#fields.set('accept', ['Accept', '*/*']);
			const total = extracted?.buffer.byteLength ?? 0;
			const watched = total > 0 && progressTypes.some((type) => listens(this.#upload, type));
			this.#uploading = watched ? total : 0;
			this.#sending = true;
			this.#loaded = 0;
			fireProgress(this, 'loadstart');
			if (watched) fireProgress(this.#upload, 'loadstart', 0, total);
			if (this.#state !== OPENED || !this.#sending) return; // a listener has aborted it
			this.#stop = start({
				api: 'XMLHttpRequest', url: this.#url, method: this.#method, headers: [...this.#fields.values()],
				body: extracted === null ? null : extracted.buffer, timeout: this.#timeout, redirect: 'follow',
				credentials: this.#withCredentials ? 'include' : 'same-origin', opaque: false, added: [],
				sent: watched ? (n) => this.#sent(n) : null,
				head: (...head) => this.#received(head),
				data: (chunk) => this.#data(chunk),
				done: (error, timedOut) => this.#done(error, timedOut),
			});
		}
		#sent(n) {
			if (this.#uploading > 0 && n < this.#uploading) fireProgress(this.#upload, 'progress', n, this.#uploading);
		}
		// #sentAll is the end of the upload, of which the answer tells.
		#sentAll() {
			const total = this.#uploading;
			if (total === 0) return;
			this.#uploading = 0;
			for (const type of ['progress', 'load', 'loadend']) fireProgress(this.#upload, type, total, total);
		}
		#received([status, statusText, fields, url, , length]) {
			this.#sentAll();
			this.#head = { status, statusText, fields, url, length: Math.max(length, 0) };
			this.#change(HEADERS_RECEIVED);
		}
		#data(chunk) {
			this.#chunks.push(chunk);
			this.#loaded += chunk.byteLength;
			this.#decode(chunk);
			if (this.#state !== HEADERS_RECEIVED && this.#state !== LOADING) return;
			const { length } = this.#head;
			this.#change(LOADING);
			if (this.#state === LOADING) fireProgress(this, 'progress', this.#loaded, length); // unless a listener has aborted it
		}
		// #decode goes on with the text where that can be had bit by bit.
		#decode(chunk) {
			if (this.#responseType !== '' && this.#responseType !== 'text') return;
			if (!/^utf-?8$/.test(charsetOf(this.#type()))) return;
			this.#decoder ??= new TextDecoder();
			this.#text += this.#decoder.decode(chunk, { stream: true });
		}
		#done(error, timedOut) {
			this.#stop = null;
			if (error !== undefined) return this.#fail(timedOut ? 'timeout' : 'error');
			this.#sending = false;
			if (this.#decoder !== null) this.#text += this.#decoder.decode();
			const { length } = this.#head;
			this.#change(DONE);
			if (this.#state !== DONE) return; // a listener has opened it again
			fireProgress(this, 'load', this.#loaded, length);
			fireProgress(this, 'loadend', this.#loaded, length);
		}
		#fail(type) {
			this.#sending = false;
			const uploading = this.#uploading > 0;
			this.#clear();
			this.#change(DONE);
			if (uploading) {
				fireProgress(this.#upload, type);
				fireProgress(this.#upload, 'loadend');
			}
			fireProgress(this, type);
			fireProgress(this, 'loadend');
		}
		abort() {
			const stop = this.#stop;
			this.#stop = null;
			stop?.();
			if (this.#state === OPENED && this.#sending || this.#state === HEADERS_RECEIVED || this.#state === LOADING) this.#fail('abort');
			if (this.#state === DONE) {
				this.#clear();
				this.#state = UNSENT;
			}
		}

		get readyState() { return this.#state; }
		get responseURL() { return this.#head?.url ?? ''; }
		get status() { return this.#head?.status ?? 0; }
		get statusText() { return this.#head?.statusText ?? ''; }
		getResponseHeader(name) {
			need(arguments.length, 1, "Failed to execute 'getResponseHeader' on 'XMLHttpRequest'");
			const wanted = `${name}`.toLowerCase();
			const values = (this.#head?.fields ?? []).filter(([n]) => n === wanted).map(([, value]) => value);
			return values.length === 0 ? null : values.join(', ');
		}
		getAllResponseHeaders() {
			const names = [...new Set((this.#head?.fields ?? []).map(([name]) => name))].sort();
			return names.map((name) => `${name}: ${this.getResponseHeader(name)}\r\n`).join('');
		}
		overrideMimeType(mime) {
			need(arguments.length, 1, "Failed to execute 'overrideMimeType' on 'XMLHttpRequest'");
			if (this.#state >= LOADING) throw invalidState('overrideMimeType', 'MimeType cannot be overridden when the state is LOADING or DONE.');
			this.#mime = `${mime}`;
		}
		#type() { return this.#mime ?? this.getResponseHeader('content-type') ?? ''; }
		get responseType() { return this.#responseType; }
		set responseType(type) {
			type = `${type}`;
			if (!responseTypes.includes(type)) {
				console.warn(`The provided value '${type}' is not a valid enum value of type XMLHttpRequestResponseType.`);
				return;
			}
			if (this.#state >= LOADING) {
				throw new DOMException("Failed to set the 'responseType' property on 'XMLHttpRequest': The response type cannot be set if the object's state is LOADING or DONE.", 'InvalidStateError');
			}
			this.#responseType = type;
		}
		#buffer() {
			const bytes = new Uint8Array(this.#loaded);
			let at = 0;
			for (const chunk of this.#chunks) {
				bytes.set(new Uint8Array(chunk), at);
				at += chunk.byteLength;
			}
			return bytes.buffer;
		}
		get response() {
			if (this.#responseType === '' || this.#responseType === 'text') return this.responseText;
			if (this.#state !== DONE || this.#head === null) return null;
			if (this.#response === undefined) this.#response = this.#make();
			return this.#response;
		}
		#make() {
			switch (this.#responseType) {
				case 'arraybuffer': return this.#buffer();
				case 'blob': return new Blob([this.#buffer()], { type: this.#type() });
				case 'json':
					try {
						return JSON.parse(bodyText('', this.#buffer()));
					} catch {
						return null;
					}
			}
			return null; // there are no documents
		}
		get responseText() {
			if (this.#responseType !== '' && this.#responseType !== 'text') {
				throw new DOMException(`Failed to read the 'responseText' property from 'XMLHttpRequest': The value is only accessible if the object's 'responseType' is '' or 'text' (was '${this.#responseType}').`, 'InvalidStateError');
			}
			if (this.#state !== LOADING && this.#state !== DONE || this.#head === null) return '';
			return this.#decoder !== null || this.#loaded === 0 ? this.#text : bodyText(this.#type(), this.#buffer());
		}
		get responseXML() {
			if (this.#responseType !== '' && this.#responseType !== 'document') {
				throw new DOMException(`Failed to read the 'responseXML' property from 'XMLHttpRequest': The value is only accessible if the object's 'responseType' is '' or 'document' (was '${this.#responseType}').`, 'InvalidStateError');
			}
			return null; // there are no documents
		}
	}
	handlers(XMLHttpRequest.prototype, ['readystatechange']);
	expose(XMLHttpRequest, { UNSENT, OPENED, HEADERS_RECEIVED, LOADING, DONE });

	return { XMLHttpRequest, XMLHttpRequestUpload, XMLHttpRequestEventTarget };
})
