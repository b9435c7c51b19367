// Window as an event target (HTML, section 7.2): its listeners, its handlers, and the
// events that a page gets of itself.
(function (native) {
	'use strict';

	const { EventTarget } = globalThis;
	const { stamp, handlers, expose, event, fire, CANCELABLE } = native.events;
	const { ErrorEvent } = globalThis;
	const { newEvents } = native;
	const secret = Symbol('Window');

	class Window extends EventTarget {
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'Window': Illegal constructor");
			super();
		}
	}
	expose(Window);
	stamp(globalThis);
	Reflect.setPrototypeOf(globalThis, Window.prototype); // which does not throw if a script has frozen it

	handlers(globalThis, [
		'load', 'unload', 'beforeunload', 'pageshow', 'pagehide', 'online', 'offline', 'message', 'messageerror',
		'popstate', 'hashchange', 'storage', 'focus', 'blur', 'resize', 'scroll', 'unhandledrejection', 'rejectionhandled',
	]);
	// The handler of errors gets what an ErrorEvent holds, and cancels it with true.
	handlers(globalThis, ['error'], (handler, window, e) => {
		let result;
		native.callListener(() => {
			result = e instanceof ErrorEvent
				? Reflect.apply(handler, window, [e.message, e.filename, e.lineno, e.colno, e.error])
				: Reflect.apply(handler, window, [e]);
		}, window, e);
		return result !== true;
	});

	// These report whether a listener canceled the event: nothing more is then said of it.
	native.onUncaught({
		error: (...details) => !fire(globalThis, newEvents.error(...details)),
		rejection: (promise, reason) => !fire(globalThis, newEvents.rejection(promise, reason)),
	});
	native.onLoad(() => { fire(globalThis, event('load')); });
	native.onLoad(() => { fire(globalThis, event('pageshow')); });
	native.onUnload(() => {
		fire(globalThis, event('beforeunload', CANCELABLE));
		fire(globalThis, event('pagehide'));
		fire(globalThis, event('unload'));
	});

	const method = (name) => ({ [name](...args) { return Reflect.apply(EventTarget.prototype[name], globalThis, args); } })[name];
	return {
		Window,
		addEventListener: method('addEventListener'),
		removeEventListener: method('removeEventListener'),
		dispatchEvent: method('dispatchEvent'),
		windowTarget: globalThis,
	};
})
