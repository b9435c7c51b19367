// Event, CustomEvent and EventTarget (DOM, sections 2.2 to 2.9), and event handler
// attributes (HTML, section 8.1.8).
(function (native) {
	'use strict';

	const { callListener, now } = native;
	const { DOMException } = globalThis;
	const { defineProperty } = Object;

	const CAPTURING = 1, AT_TARGET = 2, BUBBLING = 3;

	// The flags of an event.
	const BUBBLES = 1, CANCELABLE = 2, COMPOSED = 4, TRUSTED = 8, CANCELED = 16, STOPPED = 32,
		STOPPED_NOW = 64, DISPATCHING = 128, PASSIVE = 256;

	const need = (given, wanted, what) => {
		if (given < wanted) {
			throw new TypeError(`${what}: ${wanted} argument${wanted > 1 ? 's' : ''} required, but only ${given} present.`);
		}
	};

	// dictionary is the conversion of a constructor's last argument (WebIDL, section 3.2.17).
	const dictionary = (init, event) => {
		if (init === undefined || init === null) return null;
		if (typeof init !== 'object' && typeof init !== 'function') {
			throw new TypeError(`Failed to construct '${event}': The provided value is not of type '${event}Init'.`);
		}
		return init;
	};

	// expose gives the members of an interface what WebIDL gives them.
	const expose = (constructor, constants = {}) => {
		const { prototype, name } = constructor;
		for (const key of Object.getOwnPropertyNames(prototype)) {
			if (key !== 'constructor') defineProperty(prototype, key, { enumerable: true });
		}
		for (const key of Object.keys(constants)) {
			for (const holder of [constructor, prototype]) {
				defineProperty(holder, key, { value: constants[key], enumerable: true });
			}
		}
		defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
	};

	let isEvent, trust, beginDispatch, endDispatch, at, untrust, flagsOf, setPassive, cancel;

	class Event {
		#type;
		#flags = 0;
		#target = null;
		#current = null;
		#phase = 0;
		#path = null;
		#time = now();
		static {
			isEvent = (e) => typeof e === 'object' && e !== null && #type in e;
			flagsOf = (e) => e.#flags;
			trust = (e, flags = 0) => {
				e.#flags |= TRUSTED | flags;
				return e;
			};
			untrust = (e) => { e.#flags &= ~TRUSTED; };
			setPassive = (e, passive) => {
				if (passive) e.#flags |= PASSIVE;
				else e.#flags &= ~PASSIVE;
			};
			cancel = (e) => {
				if ((e.#flags & (CANCELABLE | PASSIVE)) === CANCELABLE) e.#flags |= CANCELED;
			};
			beginDispatch = (e, target, path) => {
				e.#flags |= DISPATCHING;
				e.#target = target;
				e.#path = path;
			};
			at = (e, current, phase) => {
				e.#current = current;
				e.#phase = phase;
				return e.#type;
			};
			endDispatch = (e) => {
				e.#flags &= ~(DISPATCHING | STOPPED | STOPPED_NOW);
				e.#phase = 0;
				e.#current = null;
				e.#path = null;
				return (e.#flags & CANCELED) === 0;
			};
		}
		constructor(type, init = undefined) {
			need(arguments.length, 1, "Failed to construct 'Event'");
			this.#type = `${type}`;
			if (init === undefined) return;
			init = dictionary(init, 'Event');
			if (init === null) return;
			if (init.bubbles) this.#flags |= BUBBLES;
			if (init.cancelable) this.#flags |= CANCELABLE;
			if (init.composed) this.#flags |= COMPOSED;
		}
		get type() { return this.#type; }
		get target() { return this.#target; }
		get srcElement() { return this.#target; }
		get currentTarget() { return this.#current; }
		composedPath() {
			return this.#path === null ? [] : [...this.#path];
		}
		get eventPhase() { return this.#phase; }
		stopPropagation() { this.#flags |= STOPPED; }
		get cancelBubble() { return (this.#flags & STOPPED) !== 0; }
		set cancelBubble(value) { if (value) this.#flags |= STOPPED; }
		stopImmediatePropagation() { this.#flags |= STOPPED | STOPPED_NOW; }
		get bubbles() { return (this.#flags & BUBBLES) !== 0; }
		get cancelable() { return (this.#flags & CANCELABLE) !== 0; }
		get returnValue() { return (this.#flags & CANCELED) === 0; }
		set returnValue(value) {
			if (!value) cancel(this);
		}
		preventDefault() { cancel(this); }
		get defaultPrevented() { return (this.#flags & CANCELED) !== 0; }
		get composed() { return (this.#flags & COMPOSED) !== 0; }
		get isTrusted() { return (this.#flags & TRUSTED) !== 0; }
		get timeStamp() { return this.#time; }
		initEvent(type, bubbles = false, cancelable = false) {
			need(arguments.length, 1, "Failed to execute 'initEvent' on 'Event'");
			if (this.#flags & DISPATCHING) return;
			this.#type = `${type}`;
			this.#target = null;
			this.#flags = (bubbles ? BUBBLES : 0) | (cancelable ? CANCELABLE : 0) | this.#flags & COMPOSED;
		}
	}
	expose(Event, { NONE: 0, CAPTURING_PHASE: CAPTURING, AT_TARGET, BUBBLING_PHASE: BUBBLING });

	class CustomEvent extends Event {
		#detail;
		constructor(type, init = undefined) {
			need(arguments.length, 1, "Failed to construct 'CustomEvent'");
			dictionary(init, 'CustomEvent');
			super(type, init);
			this.#detail = init?.detail ?? null;
		}
		get detail() { return this.#detail; }
		initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
			need(arguments.length, 1, "Failed to execute 'initCustomEvent' on 'CustomEvent'");
			if (flagsOf(this) & DISPATCHING) return;
			this.initEvent(type, bubbles, cancelable);
			this.#detail = detail;
		}
	}
	expose(CustomEvent);

	// Listeners are those of one object, which its constructor need not know of: the
	// global object has some as well.
	class Stamped { constructor(object) { return object; } }
	let listenersOf;
	class Listeners extends Stamped {
		#byType = new Map();
		#parent = null;
		#handlers = null; // of the attributes, by type
		static {
			listenersOf = (object) => {
				object ??= globalThis;
				if ((typeof object !== 'object' && typeof object !== 'function') || !(#byType in object)) {
					throw new TypeError('Illegal invocation');
				}
				return object.#byType;
			};
			Listeners.has = (object) => typeof object === 'object' && object !== null && #byType in object;
			Listeners.parentOf = (object) => object.#parent;
			Listeners.setParent = (object, parent) => { object.#parent = parent; };
			Listeners.handlersOf = (object) => (object.#handlers ??= new Map());
			Listeners.watched = (object, type) => object.#byType.get(type)?.length > 0;
		}
	}

	// add and remove never change a list: dispatch walks the one that it found.
	const add = (byType, type, listener) => {
		const list = byType.get(type) ?? [];
		for (let i = 0; i < list.length; i++) {
			if (list[i].callback === listener.callback && list[i].capture === listener.capture) return false;
		}
		byType.set(type, [...list, listener]);
		return true;
	};
	const remove = (byType, type, listener) => {
		listener.removed = true;
		const list = byType.get(type);
		if (list !== undefined) byType.set(type, list.filter((other) => other !== listener));
	};

	const flatten = (options) => (typeof options === 'object' && options !== null ? !!options.capture : !!options);

	// checkListener says what a listener may be: null is one that is left out.
	const checkListener = (callback, method) => {
		if (callback === null || callback === undefined) return false;
		if (typeof callback !== 'object' && typeof callback !== 'function') {
			throw new TypeError(`Failed to execute '${method}' on 'EventTarget': parameter 2 is not of type 'Object'.`);
		}
		return true;
	};

	class EventTarget {
		constructor() { new Listeners(this); }
		addEventListener(type, callback, options = false) {
			const byType = listenersOf(this);
			need(arguments.length, 2, "Failed to execute 'addEventListener' on 'EventTarget'");
			type = `${type}`;
			const given = checkListener(callback, 'addEventListener');
			const listener = { callback, capture: flatten(options), once: false, passive: false, handler: null, removed: false };
			let signal;
			if (typeof options === 'object' && options !== null) {
				listener.once = !!options.once;
				listener.passive = !!options.passive;
				({ signal } = options);
				if (signal !== undefined && !native.abort.isSignal(signal)) {
					throw new TypeError("Failed to execute 'addEventListener' on 'EventTarget': member signal is not of type 'AbortSignal'.");
				}
			}
			if (!given || signal?.aborted) return;
			if (add(byType, type, listener) && signal !== undefined) {
				native.abort.add(signal, () => remove(byType, type, listener));
			}
			changed(this ?? globalThis, type);
		}
		removeEventListener(type, callback, options = false) {
			const byType = listenersOf(this);
			need(arguments.length, 2, "Failed to execute 'removeEventListener' on 'EventTarget'");
			type = `${type}`;
			checkListener(callback, 'removeEventListener');
			const capture = flatten(options);
			const listener = byType.get(type)?.find((other) => other.callback === callback && other.capture === capture);
			if (listener) remove(byType, type, listener);
			changed(this ?? globalThis, type);
		}
		dispatchEvent(event) {
			listenersOf(this);
			need(arguments.length, 1, "Failed to execute 'dispatchEvent' on 'EventTarget'");
			if (!isEvent(event)) {
				throw new TypeError("Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is not of type 'Event'.");
			}
			if (flagsOf(event) & DISPATCHING) {
				throw new DOMException("Failed to execute 'dispatchEvent' on 'EventTarget': The event is already being dispatched.", 'InvalidStateError');
			}
			untrust(event);
			return dispatch(this ?? globalThis, event);
		}
	}
	expose(EventTarget);

	// watchers are told when the listeners of an object change.
	const watchers = new WeakMap();
	let watching = false;
	const changed = (object, type) => {
		if (watching) watchers.get(object)?.(type);
	};

	// invoke calls the listeners of one object in one phase (DOM, section 2.9, "inner invoke").
	const invoke = (event, object, phase, capture) => {
		const byType = listenersOf(object);
		const type = at(event, object, phase);
		const list = byType.get(type);
		if (list === undefined) return;
		for (let i = 0; i < list.length; i++) {
			const listener = list[i];
			if (listener.removed || listener.capture !== capture) continue;
			if (listener.once) {
				remove(byType, type, listener);
				changed(object, type);
			}
			if (listener.passive) setPassive(event, true);
			if (listener.handler !== null) listener.handler(event);
			else callListener(listener.callback, object, event);
			if (listener.passive) setPassive(event, false);
			if (flagsOf(event) & STOPPED_NOW) return;
		}
	};

	// dispatch reports whether no listener has canceled the event.
	const dispatch = (target, event) => {
		const path = [target];
		for (let p = Listeners.parentOf(target); p !== null; p = Listeners.parentOf(p)) path.push(p);
		beginDispatch(event, target, path);
		for (let i = path.length - 1; i >= 0 && !(flagsOf(event) & STOPPED); i--) {
			invoke(event, path[i], i === 0 ? AT_TARGET : CAPTURING, true);
		}
		for (let i = 0; i < path.length && !(flagsOf(event) & STOPPED); i++) {
			if (i === 0 || flagsOf(event) & BUBBLES) invoke(event, path[i], i === 0 ? AT_TARGET : BUBBLING, false);
		}
		return endDispatch(event);
	};

	// handle is what the listener of an attribute does (HTML, "event handler processing algorithm").
	const handle = (object, slot, event) => {
		const callback = slot.value;
		if (typeof callback !== 'function') return;
		const result = slot.special
			? slot.special(callback, object, event)
			: callListener(callback, object, event);
		if (result === false) cancel(event);
	};

	// handlers defines event handler attributes on a prototype, or on an object. A handler
	// stands among the listeners where it was set first. special, where given, calls the handler
	// in a way of its own.
	const handlers = (holder, types, special) => {
		for (const type of types) {
			const name = `on${type}`;
			const accessors = {
				get [name]() {
					listenersOf(this);
					return Listeners.handlersOf(this ?? globalThis).get(type)?.value ?? null;
				},
				set [name](value) {
					const object = this ?? globalThis;
					const byType = listenersOf(object);
					const slots = Listeners.handlersOf(object);
					let slot = slots.get(type);
					if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) {
						if (slot === undefined) return;
						slots.delete(type);
						remove(byType, type, slot.listener);
					} else if (slot !== undefined) {
						slot.value = value;
						return;
					} else {
						slot = { value, special, listener: null };
						slot.listener = {
							callback: slot, capture: false, once: false, passive: false, removed: false,
							handler: (event) => handle(object, slot, event),
						};
						slots.set(type, slot);
						add(byType, type, slot.listener);
					}
					changed(object, type);
				},
			};
			const { get, set } = Object.getOwnPropertyDescriptor(accessors, name);
			defineProperty(holder, name, { get, set, enumerable: true, configurable: true });
		}
	};

	return {
		Event, CustomEvent, EventTarget,
		events: {
			need, dictionary, expose, handlers,
			// trust marks an event as one of the platform's own.
			trust: (event, cancelable = false, bubbles = false) =>
				trust(event, (cancelable ? CANCELABLE : 0) | (bubbles ? BUBBLES : 0)),
			// fire dispatches it and reports whether nobody has canceled it.
			fire: (target, event) => dispatch(target, event),
			// stamp makes an event target of an object that exists.
			stamp: (object) => { new Listeners(object); },
			// setParent says to which target the events of another bubble.
			setParent: Listeners.setParent,
			// listens reports whether an object has listeners of an event.
			listens: (object, type) => Listeners.watched(object, type) === true,
			// watch has a function called with the type when the listeners of an object change.
			watch: (object, fn) => {
				watching = true;
				watchers.set(object, fn);
			},
		},
	};
})
