// Storage (HTML, section 12.2), for as long as the script runs.
(function (native) {
	'use strict';

	const { DOMException } = globalThis;
	const { need, expose } = native.events;
	const QUOTA = 5 << 20; // characters, of keys and values, as Chromium counts them
	const secret = Symbol('Storage');

	const items = new WeakMap(); // by the proxy that a script has
	const used = new WeakMap();
	const of = (storage) => items.get(storage) ?? (() => { throw new TypeError('Illegal invocation'); })();

	const set = (storage, key, value) => {
		const map = of(storage);
		const grown = value.length - (map.has(key) ? map.get(key).length : -key.length);
		if (grown > 0 && used.get(map) + grown > QUOTA) {
			throw new DOMException(`Failed to execute 'setItem' on 'Storage': Setting the value of '${key}' exceeded the quota.`, 'QuotaExceededError');
		}
		used.set(map, used.get(map) + grown);
		map.set(key, value);
	};
	const remove = (storage, key) => {
		const map = of(storage);
		if (!map.has(key)) return;
		used.set(map, used.get(map) - key.length - map.get(key).length);
		map.delete(key);
	};

	class Storage {
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'Storage': Illegal constructor");
		}
		get length() { return of(this).size; }
		key(index) {
			need(arguments.length, 1, "Failed to execute 'key' on 'Storage'");
			return [...of(this).keys()][index >>> 0] ?? null;
		}
		getItem(key) {
			need(arguments.length, 1, "Failed to execute 'getItem' on 'Storage'");
			return of(this).get(`${key}`) ?? null;
		}
		setItem(key, value) {
			need(arguments.length, 2, "Failed to execute 'setItem' on 'Storage'");
			set(this, `${key}`, `${value}`);
		}
		removeItem(key) {
			need(arguments.length, 1, "Failed to execute 'removeItem' on 'Storage'");
			remove(this, `${key}`);
		}
		clear() {
			const map = of(this);
			map.clear();
			used.set(map, 0);
		}
	}
	expose(Storage);

	// named are the items as properties (WebIDL, section 3.9): what the prototype has comes first.
	const make = () => {
		const map = new Map();
		used.set(map, 0);
		const named = (target, key) => typeof key === 'string' && map.has(key) && !(key in target);
		const storage = new Proxy(new Storage(secret), {
			get: (target, key, receiver) => (named(target, key) ? map.get(key) : Reflect.get(target, key, receiver)),
			has: (target, key) => named(target, key) || key in target,
			set(target, key, value, receiver) {
				if (typeof key === 'symbol') return Reflect.set(target, key, value, receiver);
				set(storage, key, `${value}`);
				return true;
			},
			deleteProperty(target, key) {
				if (!named(target, key)) return Reflect.deleteProperty(target, key);
				remove(storage, key);
				return true;
			},
			ownKeys: (target) => [...[...map.keys()].filter((key) => named(target, key)), ...Reflect.ownKeys(target)],
			getOwnPropertyDescriptor: (target, key) => (named(target, key)
				? { value: map.get(key), writable: true, enumerable: true, configurable: true }
				: Reflect.getOwnPropertyDescriptor(target, key)),
			defineProperty(target, key, descriptor) {
				if (typeof key === 'symbol') return Reflect.defineProperty(target, key, descriptor);
				set(storage, key, `${descriptor.value}`);
				return true;
			},
		});
		items.set(storage, map);
		return storage;
	};
	return { Storage, localStorage: make(), sessionStorage: make() };
})
