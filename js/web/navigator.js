// Navigator (HTML, section 8.10) and Screen (CSSOM View, section 4.3): those of Chromium 156
// on Linux, by whose recordings this platform goes.
(function (native) {
	'use strict';

	const { expose } = native.events;
	const secret = Symbol('own');
	const guard = (key, name) => {
		if (key !== secret) throw new TypeError(`Failed to construct '${name}': Illegal constructor`);
	};
	// getters defines what only has one value.
	const getters = (constructor, values) => {
		for (const name of Object.keys(values)) {
			const { get } = Object.getOwnPropertyDescriptor({ get [name]() { return values[name]; } }, name);
			Object.defineProperty(constructor.prototype, name, { get, set: undefined, configurable: true });
		}
		expose(constructor);
	};

	const version = '5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
	class Navigator {
		constructor(key) { guard(key, 'Navigator'); }
		javaEnabled() { return false; }
		sendBeacon() { throw new Error('navigator.sendBeacon: there is none here; use fetch with keepalive'); }
		vibrate() { return false; }
	}
	getters(Navigator, {
		userAgent: `Mozilla/${version}`, appVersion: version, appCodeName: 'Mozilla', appName: 'Netscape',
		platform: 'Linux x86_64', product: 'Gecko', productSub: '20030107', vendor: 'Google Inc.', vendorSub: '',
		language: 'en-US', languages: Object.freeze(['en-US', 'en']), onLine: true, cookieEnabled: true,
		hardwareConcurrency: 4, maxTouchPoints: 0, webdriver: false, doNotTrack: null, pdfViewerEnabled: false,
	});

	class Screen {
		constructor(key) { guard(key, 'Screen'); }
	}
	getters(Screen, {
		width: 1920, height: 1080, availWidth: 1920, availHeight: 1080, availLeft: 0, availTop: 0, colorDepth: 24, pixelDepth: 24,
	});

	const navigator = new Navigator(secret);
	return { Navigator, Screen, navigator, clientInformation: navigator, screen: new Screen(secret) };
})
