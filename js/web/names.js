// What a window has beside its events (HTML, sections 7.2 and 7.10; CSSOM View, section 4),
// and the functions of it that need a page that somebody sees.
(function (native) {
	'use strict';

	const { URL, Blob, setTimeout, clearTimeout, performance, console } = globalThis;
	const define = (name, value) =>
		Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true });

	for (const name of ['window', 'self', 'frames', 'parent', 'top']) define(name, globalThis);
	Object.defineProperty(globalThis, Symbol.toStringTag, { value: 'Window', configurable: true });
	const { origin, secure } = native.page();
	for (const [name, value] of Object.entries({
		origin, isSecureContext: secure, crossOriginIsolated: false, name: '', status: '', closed: false, length: 0,
		opener: null, frameElement: null, external: {},
		innerWidth: 1280, innerHeight: 720, outerWidth: 1280, outerHeight: 720, devicePixelRatio: 1,
		screenX: 0, screenY: 0, screenLeft: 0, screenTop: 0, scrollX: 0, scrollY: 0, pageXOffset: 0, pageYOffset: 0,
	})) define(name, value);

	const missing = (name) => ({
		[name]() { throw new Error(`${name}: there is no window here that anybody sees; leave this out, or run this part in a browser`); },
	})[name];
	for (const name of [
		'open', 'print', 'confirm', 'prompt', 'matchMedia', 'getComputedStyle', 'getSelection',
	]) define(name, missing(name));
	for (const name of ['focus', 'blur', 'stop', 'close', 'scroll', 'scrollTo', 'scrollBy']) define(name, { [name]() {} }[name]);
	define('alert', { alert(message = '') { console.log(`alert: ${message}`); } }.alert);

	// The URLs of Blobs (File API, section 8).
	const blobURLs = native.blobURLs = new Map();
	URL.createObjectURL = {
		createObjectURL(blob) {
			if (!(blob instanceof Blob)) {
				throw new TypeError("Failed to execute 'createObjectURL' on 'URL': Overload resolution failed.");
			}
			const url = `blob:${origin}/${globalThis.crypto.randomUUID()}`;
			blobURLs.set(url, blob);
			return url;
		},
	}.createObjectURL;
	URL.revokeObjectURL = { revokeObjectURL(url) { blobURLs.delete(`${url}`); } }.revokeObjectURL;

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
	define('requestAnimationFrame', {
		requestAnimationFrame(callback) {
			if (typeof callback !== 'function') {
				throw new TypeError("Failed to execute 'requestAnimationFrame' on 'Window': parameter 1 is not of type 'Function'.");
			}
			callbacks.set(++lastFrame, callback);
			schedule();
			return lastFrame;
		},
	}.requestAnimationFrame);
	define('cancelAnimationFrame', {
		cancelAnimationFrame(id) {
			callbacks.delete(id);
			drawing?.delete(id);
			if (callbacks.size === 0 && timer !== null) {
				clearTimeout(timer);
				timer = null;
			}
		},
	}.cancelAnimationFrame);
	define('requestIdleCallback', {
		requestIdleCallback(callback) {
			const start = performance.now();
			return setTimeout(() => callback({
				didTimeout: false,
				timeRemaining: () => Math.max(0, 50 - (performance.now() - start)),
			}), 1);
		},
	}.requestIdleCallback);
	define('cancelIdleCallback', { cancelIdleCallback(id) { clearTimeout(id); } }.cancelIdleCallback);
})
