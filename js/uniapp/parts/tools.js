// Functions that need nothing of a device: uni's event bus, logs, sizes.
(function (native) {
	'use strict';

	const listeners = new Map(); // event → { fn, once }

	const add = (once) => (event, fn) => {
		if (typeof fn !== 'function') return;
		if (!listeners.has(event)) listeners.set(event, []);
		listeners.get(event).push({ fn, once });
	};

	const off = (event, fn) => {
		if (fn === undefined) {
			listeners.delete(event);
			return;
		}
		const left = (listeners.get(event) ?? []).filter((l) => l.fn !== fn);
		if (left.length) listeners.set(event, left);
		else listeners.delete(event);
	};

	// What a line of a vendor's log manager becomes on the console.
	const logger = (methods) => {
		const object = {};
		for (const [name, method] of Object.entries(methods)) object[name] = (...args) => { console[method](...args); };
		return object;
	};

	const upx = (number) => {
		const { windowWidth } = native.data.window;
		const result = Number(number) * windowWidth / 750;
		if (result === 0 || Number.isNaN(result)) return 0;
		return Math.sign(result) * (Math.floor(Math.abs(result) + 1e-4) || 1);
	};

	return {
		$on: add(false),
		$once: add(true),
		$off: (events, fn) => { for (const event of [].concat(events)) off(event, fn); },
		$emit(event, ...args) {
			for (const l of [...(listeners.get(event) ?? [])]) {
				if (l.once) listeners.set(event, (listeners.get(event) ?? []).filter((other) => other !== l));
				l.fn(...args);
			}
		},

		nextTick(fn) { Promise.resolve().then(() => fn()); },
		upx2px: upx,
		rpx2px: upx,
		getLogManager: () => logger({ log: 'log', info: 'info', warn: 'warn', debug: 'debug' }),
		getRealtimeLogManager() {
			const manager = logger({ info: 'info', warn: 'warn', error: 'error' });
			return Object.assign(manager, {
				setFilterMsg() {},
				addFilterMsg() {},
				getCurrentState: () => ({ size: 0, maxSize: 5120, logCount: 0, maxLogCount: 200 }),
				tag: (name) => {
					const tagged = logger({ info: 'info', warn: 'warn', error: 'error' });
					for (const key of Object.keys(tagged)) {
						const log = tagged[key];
						tagged[key] = (...args) => log(`[${name}]`, ...args);
					}
					return tagged;
				},
			});
		},
		// There is no newer version, which a program is told once it asks.
		getUpdateManager: () => ({
			onCheckForUpdate(fn) { native.later(() => fn({ hasUpdate: false })); },
			onUpdateReady() {},
			onUpdateFailed() {},
			applyUpdate() { throw new Error('applyUpdate: there is no update'); },
		}),
		getPerformance: () => ({
			now: () => performance.now(),
			getEntries: () => [],
			getEntriesByName: () => [],
			getEntriesByType: () => [],
			createObserver: () => ({ observe() {}, disconnect() {} }),
			setBufferSize() {},
		}),
	};
})
