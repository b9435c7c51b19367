// AbortController and AbortSignal (DOM, section 3).
(function (native) {
	'use strict';

	const { events, startTimeout, holdTimeout } = native;
	const { EventTarget, DOMException } = globalThis;
	const { need, expose, handlers, event, fire, listens, watch } = events;

	const ABORTED = 'signal is aborted without reason', TIMED_OUT = 'signal timed out';
	const secret = Symbol('AbortSignal');

	let isSignal, make, signalAbort, addAlgorithm, removeAlgorithm, depend;

	class AbortSignal extends EventTarget {
		#aborted = false;
		#reason = undefined;
		#algorithms = new Set();
		#sources = new Set();     // of a dependent signal
		#dependents = new Set();
		#timeout = null;
		static {
			isSignal = (object) => typeof object === 'object' && object !== null && #aborted in object;
			make = () => new AbortSignal(secret);
			addAlgorithm = (signal, fn) => {
				if (!signal.#aborted) signal.#algorithms.add(fn);
				signal.#hold();
			};
			removeAlgorithm = (signal, fn) => {
				signal.#algorithms.delete(fn);
				signal.#hold();
			};
			signalAbort = (signal, reason) => {
				if (signal.#aborted) return;
				signal.#set(reason);
				const dependents = [...signal.#dependents].filter((s) => !s.#aborted);
				for (const s of dependents) s.#set(signal.#reason);
				signal.#run();
				for (const s of dependents) s.#run();
			};
			depend = (signal, sources) => {
				for (const source of sources) {
					// A dependent signal's sources are what it depends on itself.
					for (const s of source.#sources.size > 0 ? source.#sources : [source]) {
						signal.#sources.add(s);
						s.#dependents.add(signal);
					}
				}
				watch(signal, () => { for (const s of signal.#sources) s.#hold(); });
			};
		}
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'AbortSignal': Illegal constructor");
			super();
		}
		#set(reason) {
			this.#aborted = true;
			this.#reason = reason === undefined ? new DOMException(ABORTED, 'AbortError') : reason;
		}
		#run() {
			const algorithms = this.#algorithms;
			this.#algorithms = new Set();
			for (const fn of algorithms) fn(this.#reason);
			fire(this, event('abort'));
			this.#hold();
		}
		#awaited() {
			return !this.#aborted && (this.#algorithms.size > 0 || listens(this, 'abort'));
		}
		// #hold has the timer of a signal that times out keep the script alive as long as
		// somebody waits for it.
		#hold() {
			if (this.#timeout !== null) {
				holdTimeout(this.#timeout, this.#awaited() || [...this.#dependents].some((s) => s.#awaited()));
			}
			for (const s of this.#sources) if (s !== this) s.#hold();
		}
		static abort(reason = undefined) {
			const signal = make();
			signal.#set(reason);
			return signal;
		}
		static timeout(milliseconds) {
			need(arguments.length, 1, "Failed to execute 'timeout' on 'AbortSignal'");
			const ms = Number(milliseconds);
			if (!Number.isFinite(ms) || Math.trunc(ms) < 0 || Math.trunc(ms) > Number.MAX_SAFE_INTEGER) {
				throw new TypeError("Failed to execute 'timeout' on 'AbortSignal': Value is outside the 'unsigned long long' value range.");
			}
			const signal = make();
			signal.#timeout = startTimeout(Math.trunc(ms), () => {
				signal.#timeout = null;
				signalAbort(signal, new DOMException(TIMED_OUT, 'TimeoutError'));
			});
			watch(signal, () => signal.#hold());
			return signal;
		}
		static any(signals) {
			need(arguments.length, 1, "Failed to execute 'any' on 'AbortSignal'");
			const list = [...signals];
			if (!list.every(isSignal)) {
				throw new TypeError("Failed to execute 'any' on 'AbortSignal': Failed to convert value to 'AbortSignal'.");
			}
			const signal = make();
			const aborted = list.find((s) => s.#aborted);
			if (aborted !== undefined) signal.#set(aborted.#reason);
			else depend(signal, list);
			return signal;
		}
		get aborted() { return this.#aborted; }
		get reason() { return this.#reason; }
		throwIfAborted() { if (this.#aborted) throw this.#reason; }
	}
	expose(AbortSignal, {}, ['aborted', 'reason']);
	handlers(AbortSignal.prototype, ['abort']);

	class AbortController {
		#signal = make();
		get signal() { return this.#signal; }
		abort(reason = undefined) { signalAbort(this.#signal, reason); }
	}
	expose(AbortController, {}, ['signal']);

	return {
		AbortController, AbortSignal,
		// abort is what functions that take a signal need: add has a function called with the
		// reason when the signal is aborted, before its listeners.
		abort: { isSignal, add: addAlgorithm, remove: removeAlgorithm },
	};
})
