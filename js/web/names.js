// What a window has beside its events (HTML, sections 7.2 and 7.10; CSSOM View, section 4),
// and the functions of it that need a page that somebody sees.
(function (native) {
	'use strict';

	const { setTimeout, clearTimeout, performance, console } = globalThis;
	const { origin, secure } = native.page();
	const made = {
		origin, isSecureContext: secure, crossOriginIsolated: false, name: '', status: '', closed: false, length: 0,
		opener: null, frameElement: null, external: {},
		innerWidth: 1280, innerHeight: 720, outerWidth: 1280, outerHeight: 720, devicePixelRatio: 1,
		screenX: 0, screenY: 0, screenLeft: 0, screenTop: 0, scrollX: 0, scrollY: 0, pageXOffset: 0, pageYOffset: 0,
		alert(message = '') { console.log(`alert: ${message}`); },
	};

	const missing = (name) => ({
		[name]() { throw new Error(`${name}: there is no window here that anybody sees; leave this out, or run this part in a browser`); },
	})[name];
	for (const name of [
		'open', 'print', 'confirm', 'prompt', 'matchMedia', 'getComputedStyle', 'getSelection',
	]) made[name] = missing(name);
	for (const name of ['focus', 'blur', 'stop', 'close', 'scroll', 'scrollTo', 'scrollBy']) made[name] = { [name]() {} }[name];

	// Frames are drawn 60 times a second, and none while the page is hidden.
	let callbacks = new Map();
	let lastFrame = 0;
	let timer = null;
	const draw = () => {
		timer = null;
		if (!native.visible()) return;
		const now = performance.now();
		const due = callbacks;
		callbacks = new Map();
		drawing = due;
		for (const callback of due.values()) native.callListener(callback, globalThis, now);
		drawing = null;
	};
	let drawing = null;
	const schedule = () => {
		if (timer === null && callbacks.size > 0) timer = setTimeout(draw, 1000 / 60);
	};
	native.onVisible(schedule);
	return Object.assign(made, {
		requestAnimationFrame(callback) {
			if (typeof callback !== 'function') {
				throw new TypeError("Failed to execute 'requestAnimationFrame' on 'Window': parameter 1 is not of type 'Function'.");
			}
			callbacks.set(++lastFrame, callback);
			schedule();
			return lastFrame;
		},
		cancelAnimationFrame(id) {
			callbacks.delete(id);
			drawing?.delete(id);
			if (callbacks.size === 0 && timer !== null) {
				clearTimeout(timer);
				timer = null;
			}
		},
		requestIdleCallback(callback) {
			const start = performance.now();
			return setTimeout(() => callback({
				didTimeout: false,
				timeRemaining: () => Math.max(0, 50 - (performance.now() - start)),
			}), 1);
		},
		cancelIdleCallback(id) { clearTimeout(id); },
	});
})
