// Request, Response and fetch (Fetch, sections 5.3 to 5.6), in the words of Chromium.
(function (native) {
	'use strict';

	const { startRequest, resolveURL, sameOrigin, forbiddenMethod, isToken } = native;
	const { abort } = native;
	const { need, expose } = native.events;
	const { make, listOf, fill } = native.headers;
	const { extract, Body, Source, mixin, isStream } = native.body;
	const { Headers, AbortController, AbortSignal, URL } = globalThis;

	const modes = ['same-origin', 'no-cors', 'cors', 'navigate'];
	const enums = {
		mode: modes.slice(0, 3),
		credentials: ['omit', 'same-origin', 'include'],
		redirect: ['follow', 'error', 'manual'],
		cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
	};

	const methodOf = (method, what) => {
		method = `${method}`;
		if (!isToken(method)) throw new TypeError(`${what}: '${method}' is not a valid HTTP method.`);
		if (forbiddenMethod(method)) throw new TypeError(`${what}: '${method}' HTTP method is unsupported.`);
		return /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
	};

	const parse = (input, what) => {
		const text = `${input}`;
		// What is neither http nor https fails when it is fetched.
		const url = resolveURL(text) ?? (URL.canParse(text) ? new URL(text).href : null);
		if (url === null) throw new TypeError(`${what}: Failed to parse URL from ${text}`);
		const { username, password } = new URL(url);
		if (username !== '' || password !== '') {
			throw new TypeError(`${what}: Request cannot be constructed from a URL that includes credentials: ${text}`);
		}
		return url;
	};

	let partsOf, requestBody;

	class Request {
		#url;
		#method = 'GET';
		#headers;
		#body = null;
		#signal;
		#mode = 'cors';
		#credentials = 'same-origin';
		#redirect = 'follow';
		#cache = 'default';
		#referrer = 'about:client';
		#integrity = '';
		#keepalive = false;
		static {
			partsOf = (r) => ({ mode: r.#mode, credentials: r.#credentials, redirect: r.#redirect });
			requestBody = (r) => r.#body;
		}
		constructor(input, init = {}) {
			const what = "Failed to construct 'Request'";
			need(arguments.length, 1, what);
			init ??= {};
			const from = Request.#is(input) ? input : null;
			if (from !== null) this.#copy(from);
			else this.#url = parse(input, what);
			if (init.method !== undefined) this.#method = methodOf(init.method, what);
			for (const [name, values] of Object.entries(enums)) {
				if (init[name] === undefined) continue;
				const value = `${init[name]}`;
				if (!values.includes(value)) {
					throw new TypeError(`${what}: Failed to read the '${name}' property from 'RequestInit': The provided value '${value}' is not a valid enum value of type Request${name[0].toUpperCase()}${name.slice(1)}.`);
				}
				this.#set(name, value);
			}
			if (init.referrer !== undefined) this.#referrer = `${init.referrer}`;
			if (init.integrity !== undefined) this.#integrity = `${init.integrity}`;
			if (init.keepalive !== undefined) this.#keepalive = !!init.keepalive;
			this.#signal = Request.#follow(init.signal !== undefined ? init.signal : from?.signal, what);
			this.#headers = make([], 'request');
			if (init.headers !== undefined) fill(this.#headers, init.headers);
			else if (from !== null) fill(this.#headers, listOf(from.headers));
			this.#takeBody(init.body, init.duplex, from, what);
		}
		static #is(v) { return typeof v === 'object' && v !== null && #url in v; }
		#copy(from) {
			this.#url = from.#url;
			this.#method = from.#method;
			this.#mode = from.#mode;
			this.#credentials = from.#credentials;
			this.#redirect = from.#redirect;
			this.#cache = from.#cache;
			this.#referrer = from.#referrer;
			this.#integrity = from.#integrity;
			this.#keepalive = from.#keepalive;
		}
		#set(name, value) {
			switch (name) {
				case 'mode': this.#mode = value; break;
				case 'credentials': this.#credentials = value; break;
				case 'redirect': this.#redirect = value; break;
				case 'cache': this.#cache = value; break;
			}
		}
		// #follow is a signal of the request's own, which is aborted with the one given.
		static #follow(signal, what) {
			if (signal === undefined || signal === null) return new AbortController().signal;
			if (!abort.isSignal(signal)) {
				throw new TypeError(`${what}: Failed to read the 'signal' property from 'RequestInit': Failed to convert value to 'AbortSignal'.`);
			}
			return AbortSignal.any([signal]);
		}
		#takeBody(init, duplex, from, what) {
			const given = init !== undefined && init !== null;
			if ((given || from?.#body) && (this.#method === 'GET' || this.#method === 'HEAD')) {
				throw new TypeError(`${what}: Request with GET/HEAD method cannot have body.`);
			}
			if (given) {
				if (isStream(init) && duplex !== 'half') {
					throw new TypeError(`${what}: The \`duplex\` member must be specified for a request with a streaming body`);
				}
				const extracted = extract(init);
				this.#body = Body.of(extracted);
				if (extracted.type !== null && !this.#headers.has('Content-Type')) this.#headers.set('Content-Type', extracted.type);
			} else if (init === undefined && from?.#body) {
				if (from.#body.used || from.#body.locked) {
					throw new TypeError(`${what}: Cannot construct a Request with a Request object that has already been used.`);
				}
				this.#body = from.#body.tee();
				from.#body.claim(what);
			}
		}
		get method() { return this.#method; }
		get url() { return this.#url; }
		get headers() { return this.#headers; }
		get destination() { return ''; }
		get referrer() { return this.#referrer; }
		get referrerPolicy() { return ''; }
		get mode() { return this.#mode; }
		get credentials() { return this.#credentials; }
		get cache() { return this.#cache; }
		get redirect() { return this.#redirect; }
		get integrity() { return this.#integrity; }
		get keepalive() { return this.#keepalive; }
		get signal() { return this.#signal; }
		get duplex() { return 'half'; }
		clone() {
			if (this.#body !== null && (this.#body.used || this.#body.locked)) {
				throw new TypeError("Failed to execute 'clone' on 'Request': Request body is already used");
			}
			const copy = new Request(this.#url, { method: this.#method, headers: listOf(this.#headers), signal: this.#signal });
			copy.#copy(this);
			if (this.#body !== null) copy.#body = this.#body.tee();
			return copy;
		}
	}
	expose(Request);
	mixin(Request, requestBody, (r) => r.headers.get('Content-Type'));

	const nullBody = [101, 103, 204, 205, 304];
	let responseBody, arrived;

	class Response {
		#type = 'default';
		#url = '';
		#redirected = false;
		#status = 200;
		#statusText = '';
		#headers = make([], 'response');
		#body = null;
		static {
			responseBody = (r) => r.#body;
			// arrived is a response of the network's: parts are those of the private fields.
			arrived = (parts) => {
				const r = new Response();
				r.#type = parts.type;
				r.#url = parts.url;
				r.#redirected = parts.redirected;
				r.#status = parts.status;
				r.#statusText = parts.statusText;
				r.#headers = make(parts.fields, 'immutable');
				r.#body = parts.body;
				return r;
			};
		}
		constructor(body = null, init = {}) {
			const what = "Failed to construct 'Response'";
			init ??= {};
			if (init.status !== undefined) {
				const status = Math.trunc(Number(init.status)) || 0;
				if (status < 200 || status > 599) {
					throw new RangeError(`${what}: The status provided (${status}) is outside the range [200, 599].`);
				}
				this.#status = status;
			}
			if (init.statusText !== undefined) {
				this.#statusText = `${init.statusText}`;
				if (/[^\t\x20-\x7e\x80-\xff]/.test(this.#statusText)) throw new TypeError(`${what}: Invalid statusText`);
			}
			if (init.headers !== undefined) fill(this.#headers, init.headers);
			if (body === null || body === undefined) return;
			if (nullBody.includes(this.#status)) {
				throw new TypeError(`${what}: Response with null body status cannot have body`);
			}
			const extracted = extract(body);
			if (extracted.stream?.locked) throw new TypeError(`${what}: Response body object should not be disturbed or locked`);
			this.#body = Body.of(extracted);
			if (extracted.type !== null && !this.#headers.has('Content-Type')) this.#headers.set('Content-Type', extracted.type);
		}
		static error() {
			return arrived({ type: 'error', url: '', redirected: false, status: 0, statusText: '', fields: [], body: null });
		}
		static redirect(url, status = 302) {
			need(arguments.length, 1, "Failed to execute 'redirect' on 'Response'");
			const target = parse(url, "Failed to execute 'redirect' on 'Response'");
			if (![301, 302, 303, 307, 308].includes(status)) {
				throw new RangeError("Failed to execute 'redirect' on 'Response': Invalid status code");
			}
			const r = new Response(null, { headers: { Location: target } });
			r.#status = status;
			return r;
		}
		static json(data, init = {}) {
			const text = JSON.stringify(data);
			if (text === undefined) throw new TypeError("Failed to execute 'json' on 'Response': The data is not JSON serializable");
			const r = new Response(text, init);
			if (!new Headers(init?.headers ?? {}).has('Content-Type')) r.#headers.set('Content-Type', 'application/json');
			return r;
		}
		get type() { return this.#type; }
		get url() { return this.#url; }
		get redirected() { return this.#redirected; }
		get status() { return this.#status; }
		get ok() { return this.#status >= 200 && this.#status <= 299; }
		get statusText() { return this.#statusText; }
		get headers() { return this.#headers; }
		clone() {
			if (this.#body !== null && (this.#body.used || this.#body.locked)) {
				throw new TypeError("Failed to execute 'clone' on 'Response': Response body is already used");
			}
			return arrived({
				type: this.#type, url: this.#url, redirected: this.#redirected, status: this.#status, statusText: this.#statusText,
				fields: listOf(this.#headers), body: this.#body === null ? null : this.#body.tee(),
			});
		}
	}
	expose(Response);
	mixin(Response, responseBody, (r) => r.headers.get('Content-Type'));

	const failed = () => new TypeError('Failed to fetch');

	// local is a response to a data: or blob: URL, or null.
	const local = (url) => {
		const found = native.localResource(url);
		if (found === null) return null;
		return arrived({
			type: 'basic', url, redirected: false, status: 200, statusText: 'OK', body: Body.of(found),
			fields: [['content-length', `${found.buffer.byteLength}`], ...(found.type === '' ? [] : [['content-type', found.type]])],
		});
	};

	// opaque is a response of which a page sees nothing.
	const opaque = (type) => arrived({ type, url: '', redirected: false, status: 0, statusText: '', fields: [], body: null });

	// responseTo is the response that a head stands for; its body comes into source.
	const responseTo = (request, source, [status, statusText, fields, url, redirected]) => {
		const { mode, redirect } = partsOf(request);
		if (redirect === 'manual' && [301, 302, 303, 307, 308].includes(status)) return opaque('opaqueredirect');
		if (mode === 'no-cors' && !sameOrigin(url)) return opaque('opaque');
		const body = nullBody.includes(status) ? null : new Body(source);
		return arrived({ type: sameOrigin(url) ? 'basic' : 'cors', url, redirected, status, statusText, fields, body });
	};

	const send = (request, bytes) => new Promise((resolve, reject) => {
		const { signal, url, method } = request;
		const { mode, credentials, redirect } = partsOf(request);
		if (mode === 'same-origin' && !sameOrigin(url) || resolveURL(url) === null) {
			const found = resolveURL(url) === null ? local(url) : null;
			return found === null ? reject(failed()) : resolve(found);
		}
		const headers = listOf(request.headers);
		let stop;
		const onAbort = (reason) => {
			stop();
			reject(reason);
			source.fail(reason);
		};
		const source = new Source(() => {
			abort.remove(signal, onAbort);
			stop();
		});
		stop = startRequest({
			api: 'fetch', url, method, headers, body: bytes, timeout: 0, redirect, credentials, opaque: mode === 'no-cors', added: [['Accept', '*/*']],
			head: (...head) => resolve(responseTo(request, source, head)),
			data: (chunk) => source.push(chunk),
			done: (error) => {
				abort.remove(signal, onAbort);
				if (error === undefined) return source.end();
				reject(failed());
				source.fail(new TypeError('network error'));
			},
		});
		abort.add(signal, onAbort);
	});

	const fetch = {
		async fetch(input, init = undefined) {
			need(arguments.length, 1, "Failed to execute 'fetch' on 'Window'");
			let request;
			try {
				request = new Request(input, init);
			} catch (e) {
				if (e instanceof TypeError) e.message = e.message.replace("Failed to construct 'Request'", "Failed to execute 'fetch' on 'Window'");
				throw e;
			}
			if (request.signal.aborted) throw request.signal.reason;
			// A stream is read before anything is sent.
			const body = requestBody(request);
			body?.claim("Failed to execute 'fetch' on 'Window'");
			return send(request, body === null ? null : await body.buffer());
		},
	}.fetch;

	return { Request, Response, fetch };
})
