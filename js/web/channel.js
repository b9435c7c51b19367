// MessageChannel, MessagePort and postMessage (HTML, sections 9.3 and 9.4).
(function (native) {
	'use strict';

	const { EventTarget, URL, DOMException, structuredClone } = globalThis;
	const { need, expose, handlers, fire } = native.events;
	const { newEvents, postTask } = native;
	const secret = Symbol('MessagePort');

	let entangle, isPort, send;

	class MessagePort extends EventTarget {
		#other = null;
		#waiting = [];
		#started = false;
		static {
			isPort = (object) => typeof object === 'object' && object !== null && #other in object;
			entangle = (a, b) => {
				a.#other = b;
				b.#other = a;
			};
			send = (port, event) => {
				const other = port.#other;
				if (other === null) return;
				if (other.#started) other.#deliver(event);
				else other.#waiting.push(event);
			};
		}
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'MessagePort': Illegal constructor");
			super();
		}
		#deliver(event) {
			postTask(() => { if (this.#other !== null) fire(this, event); });
		}
		postMessage(message, options) {
			need(arguments.length, 1, "Failed to execute 'postMessage' on 'MessagePort'");
			const ports = portsIn(options);
			if (ports.includes(this)) {
				throw new DOMException("Failed to execute 'postMessage' on 'MessagePort': Port at index 0 contains the source port.", 'DataCloneError');
			}
			send(this, newEvents.messageFrom(cloned(message, options), '', null, ports));
		}
		start() {
			if (this.#started) return;
			this.#started = true;
			for (const event of this.#waiting.splice(0)) this.#deliver(event);
		}
		close() {
			const other = this.#other;
			this.#other = null;
			if (other === null) return;
			postTask(() => { other.#other = null; });
		}
	}
	handlers(MessagePort.prototype, ['message', 'messageerror']);
	expose(MessagePort);
	// To set the handler is to start the port.
	const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
	Object.defineProperty(MessagePort.prototype, 'onmessage', {
		get,
		set(value) {
			Reflect.apply(set, this, [value]);
			this.start();
		},
	});

	const transferOf = (options) => {
		const list = Array.isArray(options) ? options : options?.transfer;
		return list === undefined || list === null ? [] : [...list];
	};
	const portsIn = (options) => transferOf(options).filter(isPort);
	const cloned = (message, options) =>
		structuredClone(message, { transfer: transferOf(options).filter((item) => !isPort(item)) });

	class MessageChannel {
		#port1 = new MessagePort(secret);
		#port2 = new MessagePort(secret);
		constructor() { entangle(this.#port1, this.#port2); }
		get port1() { return this.#port1; }
		get port2() { return this.#port2; }
	}
	expose(MessageChannel);

	const { origin } = native.page();
	const postMessage = {
		postMessage(message, target = '/', transfer = undefined) {
			need(arguments.length, 1, "Failed to execute 'postMessage' on 'Window'");
			let options = transfer;
			if (typeof target === 'object' && target !== null) {
				options = target;
				target = target.targetOrigin ?? '/';
			}
			target = `${target}`;
			if (target !== '*' && target !== '/') {
				const url = URL.parse(target);
				if (url === null) {
					throw new DOMException(`Failed to execute 'postMessage' on 'Window': Invalid target origin '${target}' in a call to 'postMessage'.`, 'SyntaxError');
				}
				target = url.origin;
			}
			const event = newEvents.messageFrom(cloned(message, options), origin, globalThis, portsIn(options));
			if (target === '*' || target === '/' || target === origin) postTask(() => { fire(native.windowTarget, event); });
		},
	}.postMessage;

	return { MessageChannel, MessagePort, postMessage };
})
