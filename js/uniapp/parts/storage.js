// Storage: setStorage and its like (docs/behaviour.md, section 11.1). A value is kept
// as a text that says what it was; in a browser that is uni's own form, in localStorage.
(function (native) {
	'use strict';

	const { rules } = native.data.storage;
	const { stringify, parse } = JSON;
	const dateText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
	const typed = ['object', 'string', 'number', 'boolean', 'undefined'];

	// store is the browser's own where there is one. What is kept in a file then is a
	// copy of it.
	const storage = rules.local ? globalThis.localStorage : undefined;
	const store = storage ? browsers(storage) : native.store;

	function browsers(storage) {
		const keys = () => Array.from({ length: storage.length }, (_, i) => storage.key(i));
		for (const key of native.store.keys()) storage.setItem(key, native.store.get(key));
		return {
			keys,
			get: (key) => storage.getItem(key) ?? undefined,
			set(key, value) {
				storage.setItem(key, value);
				native.store.set(key, value);
			},
			remove(key) {
				storage.removeItem(key);
				native.store.remove(key);
			},
			clear() {
				storage.clear();
				native.store.clear();
			},
			copy() {
				for (const key of native.store.keys()) if (storage.getItem(key) === null) native.store.remove(key);
				for (const key of keys()) {
					if (native.store.get(key) !== storage.getItem(key)) native.store.set(key, storage.getItem(key));
				}
			},
		};
	}

	const encode = (data) => {
		const type = typeof data;
		if (type === 'string' && rules.bareStrings) return data;
		return stringify({ type, data: type === 'function' || type === 'symbol' ? undefined : data });
	};

	// decode is undefined for a text that nobody encoded.
	const decode = (text) => {
		let object;
		try {
			object = parse(text);
		} catch {
			return undefined;
		}
		if (object === null || typeof object !== 'object' || !typed.includes(object.type)) return undefined;
		const keys = Object.keys(object);
		if (keys.length === 1) return '';
		if (keys.length !== 2 || !('data' in object)) return undefined;
		if (typeof object.data === object.type) return object.data;
		if (object.type === 'object' && dateText.test(object.data)) return new Date(object.data);
		return undefined;
	};

	const missing = {};
	const get = (key) => {
		const text = store.get(key);
		if (text === undefined) return missing;
		const data = decode(text);
		return data === undefined ? text : data;
	};

	const refuse = (text, code) => { throw Object.assign(new Error(text), { code }); };

	const set = (key, data) => {
		const text = encode(data);
		const length = native.byteLength(text);
		if (rules.maxItem && length > rules.maxItem) refuse(rules.itemTooLarge, rules.itemCode);
		if (rules.maxAll && native.store.size() - native.byteLength(store.get(key) ?? '') + length > rules.maxAll) refuse(rules.full, rules.fullCode);
		store.set(key, text);
	};

	const info = () => {
		const keys = store.keys();
		const size = keys.reduce((sum, key) => sum + key.length + (store.get(key) ?? '').length, 0);
		return { keys, currentSize: Math.ceil(size * 2 / 1024), limitSize: rules.limitSize || Number.MAX_VALUE };
	};

	// A vendor's synchronous function may take an object in place of its arguments.
	const keyOf = (key) => (rules.objectForm && key !== null && typeof key === 'object' ? key.key : key);

	const settle = (done, fn) => {
		let result;
		try {
			result = fn();
		} catch (e) {
			done(e.message || ' ', undefined, e.code);
			return;
		}
		done('', result);
	};

	// checkKey is for the functions that say what is wrong with a key.
	const checkKey = (key) => {
		if (typeof key !== 'string' && rules.keyProblem) throw new Error(rules.keyProblem.replace('%s', key === null ? 'Null' : Object.prototype.toString.call(key).slice(8, -1)));
		return `${key}`;
	};

	return {
		setStorageSync(key, data) {
			if (keyOf(key) !== key) [key, data] = [key.key, key.data];
			try {
				set(checkKey(key), data);
			} catch (e) {
				if (!rules.syncThrows) throw e;
				throw new Error(`setStorageSync:fail ${e.message}`);
			}
		},
		getStorageSync(key) {
			const value = get(`${keyOf(key)}`);
			if (keyOf(key) !== key) return { data: value === missing ? null : value };
			return value === missing ? '' : value;
		},
		removeStorageSync(key) { store.remove(`${keyOf(key)}`); },
		clearStorageSync() { store.clear(); },
		getStorageInfoSync: info,
		copy() { store.copy?.(); },

		setStorage({ key, data }, done) { settle(done, () => set(checkKey(key), data)); },
		getStorage({ key }, done) {
			settle(done, () => {
				const data = get(checkKey(key));
				if (data !== missing) return { data };
				if (rules.missing) throw new Error(rules.missing);
				return { data: null };
			});
		},
		removeStorage({ key }, done) { settle(done, () => store.remove(checkKey(key))); },
		clearStorage(_, done) { settle(done, () => store.clear()); },
		getStorageInfo(_, done) { settle(done, info); },
	};
})
