// Explicit resource management (ECMAScript, section 27.3 and 27.4): what needs no syntax.
(function () {
	'use strict';

	const { defineProperty } = Object;
	const { TypeError, ReferenceError, Error } = globalThis;
	const hide = (target, key, value) => defineProperty(target, key, { value, writable: true, configurable: true });

	const SuppressedError = function SuppressedError(error, suppressed, message) {
		const result = Reflect.construct(Error, message === undefined ? [] : [message], new.target ?? SuppressedError);
		hide(result, 'error', error);
		hide(result, 'suppressed', suppressed);
		return result;
	};
	Object.setPrototypeOf(SuppressedError, Error);
	defineProperty(SuppressedError, 'prototype', {
		value: Object.create(Error.prototype, {
			constructor: { value: SuppressedError, writable: true, configurable: true },
			name: { value: 'SuppressedError', writable: true, configurable: true },
			message: { value: '', writable: true, configurable: true },
		}),
		writable: false,
	});

	const methodOf = (value, keys) => {
		for (const key of keys) {
			const method = value[key];
			if (method !== undefined && method !== null) {
				if (typeof method !== 'function') throw new TypeError(`${String(key)} is not a function`);
				return { method, key };
			}
		}
		throw new TypeError(`the resource has no ${String(keys[0])}`);
	};
	const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
	const needFunction = (fn) => { if (typeof fn !== 'function') throw new TypeError(`${String(fn)} is not a function`); };
	// together is the errors of a disposal so far and one more.
	const together = (failure, error) => ({ error: failure ? new SuppressedError(error, failure.error) : error });

	const stack = (name, keys, disposal) => {
		const states = new WeakMap();
		const open = (self) => {
			const state = states.get(self);
			if (state === undefined) throw new TypeError(`the receiver is no ${name}`);
			if (state.disposed) throw new ReferenceError(`${name} already disposed`);
			return state;
		};
		const Stack = function () {
			if (new.target === undefined) throw new TypeError(`Constructor ${name} requires 'new'`);
			const self = Reflect.construct(Object, [], new.target);
			states.set(self, { disposed: false, actions: [] });
			return self;
		};
		defineProperty(Stack, 'name', { value: name });
		const { prototype } = Stack;
		defineProperty(Stack, 'prototype', { writable: false });
		defineProperty(prototype, 'constructor', { enumerable: false });
		const methods = {
			use(value) {
				const { actions } = open(this);
				if (value === undefined || value === null) {
					if (keys.length > 1) actions.push(() => undefined); // it is awaited all the same
					return value;
				}
				if (!isObject(value)) throw new TypeError(`${String(value)} is not an object`);
				const { method } = methodOf(value, keys);
				actions.push(() => method.call(value));
				return value;
			},
			adopt(value, onDispose) {
				const { actions } = open(this);
				needFunction(onDispose);
				actions.push(() => onDispose(value));
				return value;
			},
			defer(onDispose) {
				const { actions } = open(this);
				needFunction(onDispose);
				actions.push(() => onDispose());
			},
			move() {
				const state = open(this);
				const moved = new Stack();
				states.get(moved).actions = state.actions;
				state.actions = [];
				state.disposed = true;
				return moved;
			},
		};
		for (const key of Object.keys(methods)) hide(prototype, key, methods[key]);
		defineProperty(prototype, 'disposed', {
			get: Object.getOwnPropertyDescriptor({
				get disposed() {
					if (!states.has(this)) throw new TypeError(`the receiver is no ${name}`);
					return states.get(this).disposed;
				},
			}, 'disposed').get,
			set: undefined, enumerable: false, configurable: true,
		});
		const end = disposal((self) => {
			const state = states.get(self);
			if (state === undefined) throw new TypeError(`the receiver is no ${name}`);
			if (state.disposed) return [];
			state.disposed = true;
			return state.actions.splice(0).reverse();
		});
		hide(prototype, end.name, end);
		hide(prototype, keys[0], end);
		defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
		return Stack;
	};

	return {
		SuppressedError,
		DisposableStack: stack('DisposableStack', [Symbol.dispose], (actionsOf) => ({
			dispose() {
				let failure;
				for (const action of actionsOf(this)) {
					try {
						action();
					} catch (e) {
						failure = together(failure, e);
					}
				}
				if (failure) throw failure.error;
			},
		}).dispose),
		AsyncDisposableStack: stack('AsyncDisposableStack', [Symbol.asyncDispose, Symbol.dispose], (actionsOf) => ({
			async disposeAsync() {
				let failure;
				for (const action of actionsOf(this)) {
					try {
						await action();
					} catch (e) {
						failure = together(failure, e);
					}
				}
				if (failure) throw failure.error;
			},
		}).disposeAsync),
	};
})
