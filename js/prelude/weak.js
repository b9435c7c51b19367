// WeakRef and FinalizationRegistry (ECMAScript, sections 26.1 and 26.2), as the standard
// allows: a reference holds its target for ever, so that no callback ever comes.
(function () {
	'use strict';

	const { TypeError } = globalThis;
	const canBeHeld = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function'
		|| (typeof value === 'symbol' && Symbol.keyFor(value) === undefined);

	class WeakRef {
		#target;
		constructor(target) {
			if (!canBeHeld(target)) throw new TypeError('WeakRef: target must be an object');
			this.#target = target;
		}
		deref() { return this.#target; }
	}
	class FinalizationRegistry {
		#tokens = new Set();
		constructor(callback) {
			if (typeof callback !== 'function') throw new TypeError('FinalizationRegistry: cleanup must be callable');
		}
		register(target, value, token) {
			if (!canBeHeld(target)) throw new TypeError('FinalizationRegistry.prototype.register: invalid target');
			if (target === value) throw new TypeError('FinalizationRegistry.prototype.register: target and holdings must not be same');
			if (token !== undefined) {
				if (!canBeHeld(token)) throw new TypeError('FinalizationRegistry.prototype.register: invalid unregister token');
				this.#tokens.add(token);
			}
		}
		unregister(token) {
			if (!canBeHeld(token)) throw new TypeError('FinalizationRegistry.prototype.unregister: invalid unregister token');
			return this.#tokens.delete(token);
		}
	}
	Object.defineProperty(FinalizationRegistry.prototype.register, 'length', { value: 2 });
	for (const constructor of [WeakRef, FinalizationRegistry]) {
		Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
	}
	return { WeakRef, FinalizationRegistry };
})
