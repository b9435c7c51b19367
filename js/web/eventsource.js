// EventSource (HTML, section 9.2).
(function (native) {
	'use strict';

	const { startRequest, resolveURL } = native;
	const { need, expose, handlers, trust, fire } = native.events;
	const { EventTarget, Event, MessageEvent, DOMException, TextDecoder, URL, setTimeout, clearTimeout } = globalThis;

	const CONNECTING = 0, OPEN = 1, CLOSED = 2;

	// reconnectionTime is Chromium's, in ms, unless the server gives one.
	const reconnectionTime = 3000;

	// lines splits text that comes bit by bit into lines, which end in CR, LF or both.
	const lines = (line) => {
		let rest = '', afterCR = false;
		return (text) => {
			if (afterCR && text.startsWith('\n')) text = text.slice(1);
			if (text === '') return;
			afterCR = text.endsWith('\r');
			const parts = (rest + text).split(/\r\n|\r|\n/);
			rest = parts.pop();
			for (const part of parts) line(part);
		};
	};

	class EventSource extends EventTarget {
		#url;
		#withCredentials;
		#state = CONNECTING;
		#retry = reconnectionTime;
		#lastEventId = '';
		#stop = null;
		#timer = null;
		constructor(url, init = {}) {
			const what = "Failed to construct 'EventSource'";
			need(arguments.length, 1, what);
			super();
			this.#url = resolveURL(`${url}`);
			if (this.#url === null) throw new DOMException(`${what}: Cannot open an EventSource to '${url}'. The URL is invalid.`, 'SyntaxError');
			this.#withCredentials = !!init?.withCredentials;
			this.#connect();
		}
		get url() { return this.#url; }
		get withCredentials() { return this.#withCredentials; }
		get readyState() { return this.#state; }
		close() {
			this.#state = CLOSED;
			clearTimeout(this.#timer);
			this.#stop?.();
			this.#stop = null;
		}
		#connect() {
			const headers = this.#lastEventId === '' ? [] : [['Last-Event-ID', this.#lastEventId]];
			const decoder = new TextDecoder();
			const take = this.#parser();
			this.#stop = startRequest({
				api: 'EventSource', url: this.#url, method: 'GET', headers, body: null, timeout: 0, redirect: 'follow',
				credentials: this.#withCredentials ? 'include' : 'same-origin', opaque: false,
				added: [['Accept', 'text/event-stream'], ['Cache-Control', 'no-cache']],
				head: (status, statusText, fields) => this.#opened(status, fields),
				data: (chunk) => {
					if (this.#state === OPEN) take(decoder.decode(chunk, { stream: true }));
				},
				done: () => this.#again(),
			});
		}
		#opened(status, fields) {
			const type = fields.find(([name]) => name === 'content-type')?.[1] ?? '';
			if (status === 200 && /^\s*text\/event-stream\s*(;|$)/i.test(type)) {
				this.#state = OPEN;
				fire(this, trust(new Event('open')));
				return;
			}
			this.close();
			fire(this, trust(new Event('error')));
		}
		// #again connects anew after a while (HTML, "reestablish the connection").
		#again() {
			this.#stop = null;
			if (this.#state === CLOSED) return;
			this.#state = CONNECTING;
			fire(this, trust(new Event('error')));
			if (this.#state === CONNECTING) this.#timer = setTimeout(() => this.#connect(), this.#retry);
		}
		// #parser takes the stream's text and dispatches its events (HTML, section 9.2.6).
		#parser() {
			let data = [], type = '', id = this.#lastEventId;
			const dispatch = () => {
				this.#lastEventId = id;
				const [lines, name] = [data, type];
				data = [];
				type = '';
				if (lines.length === 0 || this.#state !== OPEN) return;
				fire(this, trust(new MessageEvent(name === '' ? 'message' : name, {
					data: lines.join('\n'), origin: new URL(this.#url).origin, lastEventId: id,
				})));
			};
			return lines((line) => {
				if (line === '') return dispatch();
				const colon = line.indexOf(':');
				const field = colon < 0 ? line : line.slice(0, colon);
				const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
				switch (field) {
					case 'data': data.push(value); break;
					case 'event': type = value; break;
					case 'id': if (!value.includes('\0')) id = value; break;
					case 'retry': if (/^\d+$/.test(value)) this.#retry = Number(value); break;
				}
			});
		}
	}
	handlers(EventSource.prototype, ['open', 'message', 'error']);
	expose(EventSource, { CONNECTING, OPEN, CLOSED });

	return { EventSource };
})
