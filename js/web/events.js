// MessageEvent (HTML, section 9.1), CloseEvent (WebSockets, section 7), ErrorEvent and
// PromiseRejectionEvent (HTML, section 8.1.4), ProgressEvent (XMLHttpRequest, section 5),
// PopStateEvent and HashChangeEvent (HTML, section 7.4.6).
(function (native) {
	'use strict';

	const { Event, EventTarget } = globalThis;
	const { need, expose, constructorOf, isDispatched, EventCore, TRUSTED, CANCELABLE } = native.events;

	const text = (value) => (value === undefined ? '' : `${value}`);
	const number = (value) => {
		const n = value === undefined ? 0 : Number(value);
		return Number.isFinite(n) ? n : 0;
	};

	class MessageEventCore extends EventCore {
		#data;
		#origin;
		#rest; // lastEventId, source and ports; null is none of them
		constructor(type, flags, time, data, origin, rest) {
			super(type, flags, time);
			this.#data = data;
			this.#origin = origin;
			this.#rest = rest;
		}
		get data() { return this.#data; }
		get origin() { return this.#origin; }
		get lastEventId() { return this.#rest === null ? '' : this.#rest.lastEventId; }
		get source() { return this.#rest === null ? null : this.#rest.source; }
		get ports() { return (this.#rest ??= rest()).ports; }
		initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = []) {
			need(arguments.length, 1, "Failed to execute 'initMessageEvent' on 'MessageEvent'");
			if (isDispatched(this)) return;
			this.initEvent(type, bubbles, cancelable);
			this.#data = data;
			this.#origin = `${origin}`;
			this.#rest = rest(`${lastEventId}`, source, ports);
		}
	}
	const rest = (lastEventId = '', source = null, ports = []) => ({ lastEventId, source, ports: Object.freeze([...ports]) });
	const MessageEvent = constructorOf(MessageEventCore, 'MessageEvent', Event, ({ data = null, origin, lastEventId, source = null, ports }) => {
		if (source !== null && !(source instanceof EventTarget) && source !== globalThis) {
			throw new TypeError("Failed to construct 'MessageEvent': The optional 'source' property is neither a Window nor MessagePort.");
		}
		return [data, text(origin), rest(text(lastEventId), source, ports)];
	});
	expose(MessageEvent, {}, ['type', 'isTrusted', 'data', 'origin']);

	// simple makes the constructor of an event whose attributes just tell what it was given:
	// convert makes the list of their values from a dictionary.
	const simple = (name, attributes, convert) => {
		class Core extends EventCore {
			#values;
			constructor(type, flags, time, ...values) {
				super(type, flags, time);
				this.#values = values;
			}
			static {
				attributes.forEach((attribute, i) => {
					const { get } = Object.getOwnPropertyDescriptor({ get [attribute]() { return this.#values[i]; } }, attribute);
					Object.defineProperty(this.prototype, attribute, { get, set: undefined, configurable: true });
				});
			}
		}
		const constructor = constructorOf(Core, name, Event, convert);
		expose(constructor, {}, ['type', 'isTrusted', ...attributes]);
		return { constructor, make: (type, flags, ...values) => new Core(type, TRUSTED | flags, null, ...values) };
	};

	const close = simple('CloseEvent', ['wasClean', 'code', 'reason'], ({ wasClean, code, reason }) =>
		[!!wasClean, number(code) & 0xffff, text(reason).toWellFormed()]);
	const error = simple('ErrorEvent', ['message', 'filename', 'lineno', 'colno', 'error'], ({ message, filename, lineno, colno, error }) =>
		[text(message), text(filename), number(lineno) >>> 0, number(colno) >>> 0, error]);
	const progress = simple('ProgressEvent', ['lengthComputable', 'loaded', 'total'], ({ lengthComputable, loaded, total }) =>
		[!!lengthComputable, Math.trunc(number(loaded)), Math.trunc(number(total))]);
	const popState = simple('PopStateEvent', ['state'], ({ state = null }) => [state]);
	const hashChange = simple('HashChangeEvent', ['oldURL', 'newURL'], ({ oldURL, newURL }) => [text(oldURL), text(newURL)]);
	const rejection = simple('PromiseRejectionEvent', ['promise', 'reason'], ({ promise, reason }) => {
		if (typeof promise !== 'object' || promise === null) {
			throw new TypeError("Failed to construct 'PromiseRejectionEvent': Failed to read the 'promise' property from 'PromiseRejectionEventInit': Required member is undefined.");
		}
		return [promise, reason];
	});

	return {
		MessageEvent,
		CloseEvent: close.constructor,
		ErrorEvent: error.constructor,
		ProgressEvent: progress.constructor,
		PopStateEvent: popState.constructor,
		HashChangeEvent: hashChange.constructor,
		PromiseRejectionEvent: rejection.constructor,
		// newEvents make the platform's own.
		newEvents: {
			message: (data, origin) => new MessageEventCore('message', TRUSTED, null, data, origin, null),
			messageFrom: (data, origin, source, ports) => new MessageEventCore('message', TRUSTED, null, data, origin, rest('', source, ports)),
			close: (wasClean, code, reason) => close.make('close', 0, wasClean, code, reason),
			error: (...values) => error.make('error', CANCELABLE, ...values),
			progress: (type, ...values) => progress.make(type, 0, ...values),
			popState: (state) => popState.make('popstate', 0, state),
			hashChange: (oldURL, newURL) => hashChange.make('hashchange', 0, oldURL, newURL),
			rejection: (promise, reason) => rejection.make('unhandledrejection', CANCELABLE, promise, reason),
		},
	};
})
