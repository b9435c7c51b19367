// WebSocket (WHATWG WebSockets, section 3.1), in the words of Chromium.
(function (native) {
	'use strict';

	const { Event, EventTarget, DOMException, URL } = globalThis;
	const { openSocket, sendOn, closeSocket, stateOf, bufferedOn, urlOf, protocolOf, extensionsOf, classOf, blobOf } = native;
	const { need, expose, handlers, trust, fire } = native.events;
	const { newEvents } = native;
	const { isView } = ArrayBuffer;
	const blobContent = Symbol.for('uni.blob');

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

	const isBytes = (data) => isView(data) ||
		typeof data === 'object' && data !== null && (classOf(data) === 'ArrayBuffer' || blobContent in data);

	// clampedShort is [Clamp] unsigned short.
	const clampedShort = (value) => {
		const n = Math.min(Math.max(+value, 0), 65535);
		return Number.isNaN(n) ? 0 : Math.trunc(n);
	};

	class WebSocket extends EventTarget {
		#socket;
		#url;
		#origin;
		#binaryType = 'blob';
		constructor(url, protocols = undefined) {
			need(arguments.length, 1, "Failed to construct 'WebSocket'");
			super();
			const opened = openSocket(`${url}`, protocolList(protocols), (event, ...details) => {
				switch (event) {
					case 'message': return this.#receive(details[0]);
					case 'close': return fire(this, newEvents.close(...details));
				}
				return fire(this, trust(new Event(event)));
			});
			if (Array.isArray(opened)) check(opened);
			this.#socket = opened;
			this.#url = urlOf(opened) || `${url}`; // Chromium takes hosts that are none
			this.#origin = URL.parse(this.#url)?.origin ?? 'null';
		}
		#receive(data) {
			if (typeof data !== 'string' && this.#binaryType === 'blob') data = blobOf(data);
			fire(this, newEvents.message('message', data, this.#origin));
		}
		get url() { return this.#url; }
		get readyState() { return stateOf(this.#socket); }
		get bufferedAmount() { return bufferedOn(this.#socket); }
		get extensions() { return extensionsOf(this.#socket); }
		get protocol() { return protocolOf(this.#socket); }
		close(code = undefined, reason = undefined) {
			const socket = this.#socket;
			if (code !== undefined) code = clampedShort(code);
			reason = reason === undefined ? undefined : `${reason}`;
			if (code === undefined && reason !== undefined) code = 1000;
			check(closeSocket(socket, code, reason ?? ''));
		}
		get binaryType() { return this.#binaryType; }
		set binaryType(type) {
			type = `${type}`;
			if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
			else console.warn(`The provided value '${type}' is not a valid enum value of type BinaryType.`);
		}
		send(data) {
			const socket = this.#socket;
			need(arguments.length, 1, "Failed to execute 'send' on 'WebSocket'");
			check(sendOn(socket, isBytes(data) ? data : `${data}`));
		}
	}
	handlers(WebSocket.prototype, ['open', 'error', 'close', 'message']);
	expose(WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });

	return { WebSocket };
})
