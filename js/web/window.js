// Window as an event target (HTML, section 7.2): its listeners, its handlers, and the
// events that a page gets of itself.
(function (native) {
	'use strict';

	const { EventTarget } = globalThis;
	const { stamp, handlers, expose, trust, fire } = native.events;
	const { Event, ErrorEvent, PromiseRejectionEvent } = globalThis;
	const secret = Symbol('Window');

	class Window extends EventTarget {
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'Window': Illegal constructor");
			super();
		}
	}
	expose(Window);
	stamp(globalThis);
	Object.setPrototypeOf(globalThis, Window.prototype);

	handlers(globalThis, [
		'load', 'unload', 'beforeunload', 'pageshow', 'pagehide', 'online', 'offline', 'message', 'messageerror',
		'popstate', 'hashchange', 'storage', 'focus', 'blur', 'resize', 'scroll', 'unhandledrejection', 'rejectionhandled',
	]);
	// The handler of errors gets what an ErrorEvent holds, and cancels it with true.
	handlers(globalThis, ['error'], (handler, window, event) => {
		let result;
		native.callListener(() => {
			result = event instanceof ErrorEvent
				? Reflect.apply(handler, window, [event.message, event.filename, event.lineno, event.colno, event.error])
				: Reflect.apply(handler, window, [event]);
		}, window, event);
		return result !== true;
	});

	// These report whether a listener canceled the event: nothing more is then said of it.
	native.onUncaught({
		error: (message, filename, lineno, colno, error) =>
			!fire(globalThis, trust(new ErrorEvent('error', { message, filename, lineno, colno, error }), true)),
		rejection: (promise, reason) =>
			!fire(globalThis, trust(new PromiseRejectionEvent('unhandledrejection', { promise, reason }), true)),
	});
	native.onLoad(() => { fire(globalThis, trust(new Event('load'))); });
	native.onLoad(() => { fire(globalThis, trust(new Event('pageshow'))); });
	native.onUnload(() => {
		fire(globalThis, trust(new Event('beforeunload'), true));
		fire(globalThis, trust(new Event('pagehide')));
		fire(globalThis, trust(new Event('unload')));
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
