// What an app knows of its device and its surroundings (docs/behaviour.md, section
// 10.2). Nothing of it changes while a script runs, but for the language.
(function (native) {
	'use strict';

	const { data } = native;
	const { without, network, miniProgram, about } = data.settings;

	// known are the properties of JSON objects: null there is undefined.
	const known = (...objects) => {
		const all = Object.assign({}, ...objects);
		for (const key of Object.keys(all)) if (all[key] === null) all[key] = undefined;
		for (const key of Object.keys(about)) if (key in all) all[key] = about[key];
		if (locale !== undefined && 'appLanguage' in all) all.appLanguage = locale;
		return all;
	};
	let locale;

	const ownAgent = () => {
		const agent = globalThis.navigator?.userAgent;
		return typeof agent === 'string' && 'ua' in data.extra ? { ua: agent } : {};
	};

	const systemInfo = () => {
		const all = known(data.window, data.device, data.app, data.extra, ownAgent());
		for (const key of without ?? []) delete all[key];
		return all;
	};

	const localeListeners = [];
	const language = () => locale ?? data.app.appLanguage ?? data.added.appLanguage ?? 'zh-Hans';

	// An event that never comes: its listeners are taken and kept from nobody.
	const never = () => {};

	// addedTo says which properties uni's wrapper adds to the result of a function.
	const addedTo = {
		getDeviceInfo: /^(device|os)/,
		getAppBaseInfo: /^(app|host|uni|isUni)/,
		getWindowInfo: /^window/,
	};

	return {
		added(name) {
			const all = known(data.added);
			for (const key of Object.keys(all)) if (addedTo[name] && !addedTo[name].test(key)) delete all[key];
			return all;
		},

		getSystemInfoSync: systemInfo,
		getSystemInfo(_, done) { done('', systemInfo()); },
		getSystemInfoAsync(_, done) { done('', systemInfo()); },
		getDeviceInfo: () => known(data.device),
		getAppBaseInfo: () => known(data.app),
		getWindowInfo: () => known(data.window),
		getSystemSetting: () => known(data.setting),
		getAppAuthorizeSetting: () => known(data.authorize),
		getAccountInfoSync: () => ({ miniProgram: { appId: miniProgram, envVersion: 'develop', version: '' }, plugin: {} }),
		getMenuButtonBoundingClientRect() {
			const { windowWidth, statusBarHeight } = data.window;
			const [width, height, top] = [87, 32, statusBarHeight + 4];
			const right = windowWidth - 7;
			return { width, height, top, right, bottom: top + height, left: right - width };
		},

		getNetworkType(_, done) { done('', { networkType: network, ...(data.settings.wrapped ? { hasSystemProxy: false } : {}) }); },
		onNetworkStatusChange: never,
		offNetworkStatusChange: never,
		onNetworkWeakChange: never,
		offNetworkWeakChange: never,
		onThemeChange: never,
		offThemeChange: never,
		onMemoryWarning: never,
		offMemoryWarning: never,
		onWindowResize: never,
		offWindowResize: never,

		getLocale: language,
		setLocale(to) {
			if (to === language()) return false;
			locale = to;
			for (const listener of [...localeListeners]) listener({ locale });
			return true;
		},
		onLocaleChange(listener) {
			if (typeof listener === 'function' && !localeListeners.includes(listener)) localeListeners.push(listener);
		},

		canIUse(schema) {
			const [name] = `${schema}`.split('.');
			return native.has(name);
		},
	};
})
