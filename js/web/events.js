// MessageEvent (HTML, section 9.1), CloseEvent (WebSockets, section 7), ErrorEvent and
// PromiseRejectionEvent (HTML, section 8.1.4), ProgressEvent (XMLHttpRequest, section 5).
(function (native) {
	'use strict';

	const { Event, EventTarget } = globalThis;
	const { need, dictionary, expose, trust } = native.events;

	// begin checks what a constructor is given, before the event itself is made.
	const begin = (given, wanted, name, init) => {
		need(given, wanted, `Failed to construct '${name}'`);
		return dictionary(init, name) ?? {};
	};
	const text = (value) => (value === undefined ? '' : `${value}`);
	const number = (value) => {
		const n = value === undefined ? 0 : Number(value);
		return Number.isFinite(n) ? n : 0;
	};

	let messageEvent, closeEvent;

	class MessageEvent extends Event {
		#data = null;
		#origin = '';
		#lastEventId = '';
		#source = null;
		#ports = null;
		static {
			messageEvent = (type, data, origin, source = null, ports = null) => {
				const e = trust(new MessageEvent(type));
				e.#data = data;
				e.#origin = origin;
				e.#source = source;
				e.#ports = ports;
				return e;
			};
		}
		constructor(type, init = undefined) {
			const { data = null, origin, lastEventId, source = null, ports } =
				init === undefined && arguments.length > 0 ? {} : begin(arguments.length, 1, 'MessageEvent', init);
			super(type, init);
			if (init === undefined) return;
			if (source !== null && !(source instanceof EventTarget) && source !== globalThis) {
				throw new TypeError("Failed to construct 'MessageEvent': The optional 'source' property is neither a Window nor MessagePort.");
			}
			this.#data = data;
			this.#origin = text(origin);
			this.#lastEventId = text(lastEventId);
			this.#source = source;
			if (ports !== undefined) this.#ports = [...ports];
		}
		get data() { return this.#data; }
		get origin() { return this.#origin; }
		get lastEventId() { return this.#lastEventId; }
		get source() { return this.#source; }
		get ports() { return (this.#ports = Object.freeze(this.#ports ?? [])); }
		initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = []) {
			need(arguments.length, 1, "Failed to execute 'initMessageEvent' on 'MessageEvent'");
			if (this.eventPhase !== 0) return;
			this.initEvent(type, bubbles, cancelable);
			this.#data = data;
			this.#origin = `${origin}`;
			this.#lastEventId = `${lastEventId}`;
			this.#source = source;
			this.#ports = [...ports];
		}
	}
	expose(MessageEvent);

	class CloseEvent extends Event {
		#wasClean = false;
		#code = 0;
		#reason = '';
		static {
			closeEvent = (wasClean, code, reason) => {
				const e = trust(new CloseEvent('close'));
				e.#wasClean = wasClean;
				e.#code = code;
				e.#reason = reason;
				return e;
			};
		}
		constructor(type, init = undefined) {
			const { wasClean, code, reason } = begin(arguments.length, 1, 'CloseEvent', init);
			super(type, init);
			this.#wasClean = !!wasClean;
			this.#code = number(code) & 0xffff;
			if (reason !== undefined) this.#reason = `${reason}`.toWellFormed();
		}
		get wasClean() { return this.#wasClean; }
		get code() { return this.#code; }
		get reason() { return this.#reason; }
	}
	expose(CloseEvent);

	class ErrorEvent extends Event {
		#message;
		#filename;
		#lineno;
		#colno;
		#error;
		constructor(type, init = undefined) {
			const { message, filename, lineno, colno, error } = begin(arguments.length, 1, 'ErrorEvent', init);
			super(type, init);
			this.#message = text(message);
			this.#filename = text(filename);
			this.#lineno = number(lineno) >>> 0;
			this.#colno = number(colno) >>> 0;
			this.#error = error;
		}
		get message() { return this.#message; }
		get filename() { return this.#filename; }
		get lineno() { return this.#lineno; }
		get colno() { return this.#colno; }
		get error() { return this.#error; }
	}
	expose(ErrorEvent);

	class PromiseRejectionEvent extends Event {
		#promise;
		#reason;
		constructor(type, init) {
			const { promise, reason } = begin(arguments.length, 2, 'PromiseRejectionEvent', init);
			super(type, init);
			if (typeof promise !== 'object' || promise === null) {
				throw new TypeError("Failed to construct 'PromiseRejectionEvent': Failed to read the 'promise' property from 'PromiseRejectionEventInit': Required member is undefined.");
			}
			this.#promise = promise;
			this.#reason = reason;
		}
		get promise() { return this.#promise; }
		get reason() { return this.#reason; }
	}
	expose(PromiseRejectionEvent);

	class ProgressEvent extends Event {
		#lengthComputable;
		#loaded;
		#total;
		constructor(type, init = undefined) {
			const { lengthComputable, loaded, total } = begin(arguments.length, 1, 'ProgressEvent', init);
			super(type, init);
			this.#lengthComputable = !!lengthComputable;
			this.#loaded = Math.trunc(number(loaded));
			this.#total = Math.trunc(number(total));
		}
		get lengthComputable() { return this.#lengthComputable; }
		get loaded() { return this.#loaded; }
		get total() { return this.#total; }
	}
	expose(ProgressEvent);

	return {
		MessageEvent, CloseEvent, ErrorEvent, PromiseRejectionEvent, ProgressEvent,
		// newEvents make the platform's own, cheaply.
		newEvents: { message: messageEvent, close: closeEvent },
	};
})
