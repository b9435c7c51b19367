// WebSocket (WHATWG WebSockets, section 3.1), in the words of Chromium.
(function (native) {
	'use strict';

	const { EventTarget, DOMException, URL } = globalThis;
	const { openSocket, send, closeSocket, stateOf, bufferedOn, urlOf, protocolOf, extensionsOf, blobOf } = native;
	const { need, expose, handlers, event, fire } = native.events;
	const { newEvents } = native;

	const check = (problem) => {
		if (problem !== undefined) throw new DOMException(problem[1], problem[0]);
	};

	// protocolList is (DOMString or sequence<DOMString>).
	const protocolList = (protocols) => {
		if (protocols === undefined) return [];
		const iterator = typeof protocols === 'object' && protocols !== null || typeof protocols === 'function'
			? protocols[Symbol.iterator]
			: null;
		return iterator === undefined || iterator === null ? [`${protocols}`] : Array.from(protocols, (p) => `${p}`);
	};

	// clampedShort is [Clamp] unsigned short.
	const clampedShort = (value) => {
		const n = Math.min(Math.max(+value, 0), 65535);
		return Number.isNaN(n) ? 0 : Math.trunc(n);
	};

	class WebSocket extends EventTarget {
		#url;
		#origin;
		#binaryType = 'blob';
		constructor(url, protocols = undefined) {
			need(arguments.length, 1, "Failed to construct 'WebSocket'");
			super();
			check(openSocket(this, `${url}`, protocolList(protocols), (type, data, code, reason) => {
				switch (type) {
					case 'message': return this.#receive(data);
					case 'close': return fire(this, newEvents.close(data, code, reason));
				}
				return fire(this, event(type));
			}));
			this.#url = urlOf(this) || `${url}`; // Chromium takes hosts that are none
			this.#origin = URL.parse(this.#url)?.origin ?? 'null';
		}
		#receive(data) {
			if (typeof data !== 'string' && this.#binaryType === 'blob') data = blobOf(data);
			fire(this, newEvents.message(data, this.#origin));
		}
		get url() { return this.#url; }
		get readyState() { return stateOf(this); }
		get bufferedAmount() { return bufferedOn(this); }
		get extensions() { return extensionsOf(this); }
		get protocol() { return protocolOf(this); }
		close(code = undefined, reason = undefined) {
			stateOf(this); // of another object it throws
			if (code !== undefined) code = clampedShort(code);
			reason = reason === undefined ? undefined : `${reason}`;
			if (code === undefined && reason !== undefined) code = 1000;
			check(closeSocket(this, code, reason ?? ''));
		}
		get binaryType() { return this.#binaryType; }
		set binaryType(type) {
			void this.#binaryType; // of a WebSocket alone
			type = `${type}`;
			if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
			else console.warn(`The provided value '${type}' is not a valid enum value of type BinaryType.`);
		}
	}
	for (const [key, value] of [['name', 'send'], ['length', 1]]) Object.defineProperty(send, key, { value, configurable: true });
	WebSocket.prototype.send = send;
	handlers(WebSocket.prototype, ['open', 'error', 'close', 'message']);
	expose(WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }, ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol', 'binaryType']);

	return { WebSocket };
})
