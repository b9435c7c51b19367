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
		STOPPED_NOW = 64, DISPATCHING = 128, PASSIVE = 256, CAPTURE = 512;

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

	// expose gives the members of an interface what WebIDL gives them. shown are the attributes
	// that the console prints.
	const shownKey = Symbol.for('uni.shown');
	const expose = (constructor, constants = {}, shown = null) => {
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
		if (shown !== null) defineProperty(prototype, shownKey, { value: shown });
	};

	let isEvent, flagsOf, setFlags, clearFlags, begin, move, end, setType;
	const paths = new WeakMap(); // of events that are dispatched to more than one target

	// EventCore is an event with its arguments converted. Constructors that a script calls
	// convert them; the platform makes its own events without.
	class EventCore {
		#type;
		#flags;
		#time;
		#target = null;
		#current = null;
		static {
			isEvent = (e) => typeof e === 'object' && e !== null && #type in e;
			flagsOf = (e) => e.#flags;
			setFlags = (e, flags) => { e.#flags |= flags; };
			clearFlags = (e, flags) => { e.#flags &= ~flags; };
			setType = (e, type, flags) => {
				e.#type = type;
				e.#target = null;
				e.#flags = flags | e.#flags & COMPOSED;
			};
			begin = (e, target) => {
				e.#flags |= DISPATCHING;
				e.#target = target;
				e.#current = target;
				return e.#type;
			};
			move = (e, current, capturing) => {
				e.#current = current;
				if (capturing) e.#flags |= CAPTURE;
				else e.#flags &= ~CAPTURE;
			};
			end = (e) => {
				e.#flags &= ~(DISPATCHING | STOPPED | STOPPED_NOW);
				e.#current = null;
				return (e.#flags & CANCELED) === 0;
			};
		}
		constructor(type, flags, time = null) {
			this.#type = type;
			this.#flags = flags;
			this.#time = time;
		}
		get type() { return this.#type; }
		get target() { return this.#target; }
		get srcElement() { return this.#target; }
		get currentTarget() { return this.#current; }
		composedPath() {
			if ((this.#flags & DISPATCHING) === 0) return [];
			return [...(paths.get(this) ?? [this.#target])];
		}
		get eventPhase() {
			if ((this.#flags & DISPATCHING) === 0) return 0;
			if (this.#current === this.#target) return AT_TARGET;
			return this.#flags & CAPTURE ? CAPTURING : BUBBLING;
		}
		stopPropagation() { this.#flags |= STOPPED; }
		get cancelBubble() { return (this.#flags & STOPPED) !== 0; }
		set cancelBubble(value) { if (value) this.#flags |= STOPPED; }
		stopImmediatePropagation() { this.#flags |= STOPPED | STOPPED_NOW; }
		get bubbles() { return (this.#flags & BUBBLES) !== 0; }
		get cancelable() { return (this.#flags & CANCELABLE) !== 0; }
		get returnValue() { return (this.#flags & CANCELED) === 0; }
		set returnValue(value) { if (!value) cancel(this); }
		preventDefault() { cancel(this); }
		get defaultPrevented() { return (this.#flags & CANCELED) !== 0; }
		get composed() { return (this.#flags & COMPOSED) !== 0; }
		get isTrusted() { return (this.#flags & TRUSTED) !== 0; }
		// The platform's own events have the time at which they are asked for it.
		get timeStamp() { return (this.#time ??= now()); }
		initEvent(type, bubbles = false, cancelable = false) {
			need(arguments.length, 1, "Failed to execute 'initEvent' on 'Event'");
			if (this.#flags & DISPATCHING) return;
			setType(this, `${type}`, (bubbles ? BUBBLES : 0) | (cancelable ? CANCELABLE : 0));
		}
	}
	const cancel = (e) => {
		if ((flagsOf(e) & (CANCELABLE | PASSIVE)) === CANCELABLE) setFlags(e, CANCELED);
	};

	// constructorOf gives a core class the constructor that a script calls: convert makes the
	// core's arguments behind type, flags and time of the dictionary.
	const constructorOf = (core, name, parent, convert = () => []) => {
		const constructor = {
			[name]: function (type, init = undefined) {
				if (new.target === undefined) {
					throw new TypeError(`Failed to construct '${name}': Please use the 'new' operator, this DOM object constructor cannot be called as a function.`);
				}
				need(arguments.length, 1, `Failed to construct '${name}'`);
				type = `${type}`;
				const given = dictionary(init, name) ?? {};
				const flags = (given.bubbles ? BUBBLES : 0) | (given.cancelable ? CANCELABLE : 0) | (given.composed ? COMPOSED : 0);
				return construct(core, [type, flags, now(), ...convert(given)], new.target);
			},
		}[name];
		defineProperty(constructor, 'prototype', { value: core.prototype, writable: false });
		defineProperty(core.prototype, 'constructor', { value: constructor });
		if (parent !== null) Object.setPrototypeOf(constructor, parent);
		return constructor;
	};
	const { construct } = Reflect;

	const Event = constructorOf(EventCore, 'Event', null);
	expose(Event, { NONE: 0, CAPTURING_PHASE: CAPTURING, AT_TARGET, BUBBLING_PHASE: BUBBLING }, ['type', 'isTrusted']);

	class CustomEventCore extends EventCore {
		#detail;
		constructor(type, flags, time, detail = null) {
			super(type, flags, time);
			this.#detail = detail;
		}
		get detail() { return this.#detail; }
		initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
			need(arguments.length, 1, "Failed to execute 'initCustomEvent' on 'CustomEvent'");
			if (flagsOf(this) & DISPATCHING) return;
			this.initEvent(type, bubbles, cancelable);
			this.#detail = detail;
		}
	}
	const CustomEvent = constructorOf(CustomEventCore, 'CustomEvent', Event, ({ detail }) => [detail]);
	expose(CustomEvent, {}, ['type', 'isTrusted', 'detail']);

	// Listeners are those of one object, which its constructor need not know of: the
	// global object has some as well.
	class Stamped { constructor(object) { return object; } }
	let of; // an object's record
	class Listeners extends Stamped {
		#record = { byType: new Map(), parent: null, handlers: null, watcher: null };
		static {
			of = (object) => {
				object ??= globalThis;
				if ((typeof object !== 'object' && typeof object !== 'function') || !(#record in object)) {
					throw new TypeError('Illegal invocation');
				}
				return object.#record;
			};
		}
	}

	// add and remove never change a list: dispatch walks the one that it found.
	const add = (record, type, listener) => {
		const list = record.byType.get(type) ?? [];
		for (let i = 0; i < list.length; i++) {
			if (list[i].callback === listener.callback && list[i].capture === listener.capture) return false;
		}
		record.byType.set(type, [...list, listener]);
		record.watcher?.(type);
		return true;
	};
	const remove = (record, type, listener) => {
		listener.removed = true;
		const list = record.byType.get(type);
		if (list !== undefined) record.byType.set(type, list.filter((other) => other !== listener));
		record.watcher?.(type);
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
			const record = of(this);
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
			if (add(record, type, listener) && signal !== undefined) {
				native.abort.add(signal, () => remove(record, type, listener));
			}
		}
		removeEventListener(type, callback, options = false) {
			const record = of(this);
			need(arguments.length, 2, "Failed to execute 'removeEventListener' on 'EventTarget'");
			type = `${type}`;
			checkListener(callback, 'removeEventListener');
			const capture = flatten(options);
			const listener = record.byType.get(type)?.find((other) => other.callback === callback && other.capture === capture);
			if (listener) remove(record, type, listener);
		}
		dispatchEvent(event) {
			of(this);
			need(arguments.length, 1, "Failed to execute 'dispatchEvent' on 'EventTarget'");
			if (!isEvent(event)) {
				throw new TypeError("Failed to execute 'dispatchEvent' on 'EventTarget': parameter 1 is not of type 'Event'.");
			}
			if (flagsOf(event) & DISPATCHING) {
				throw new DOMException("Failed to execute 'dispatchEvent' on 'EventTarget': The event is already being dispatched.", 'InvalidStateError');
			}
			clearFlags(event, TRUSTED);
			return dispatch(this ?? globalThis, event);
		}
	}
	expose(EventTarget);

	// invoke calls those listeners of one object that are called in a phase (DOM, section 2.9,
	// "inner invoke").
	const invoke = (event, object, record, type, list, capture) => {
		for (let i = 0; i < list.length; i++) {
			const listener = list[i];
			if (listener.removed || listener.capture !== capture) continue;
			if (listener.once) remove(record, type, listener);
			if (listener.passive) setFlags(event, PASSIVE);
			if (listener.handler !== null) listener.handler(event);
			else callListener(listener.callback, object, event);
			if (listener.passive) clearFlags(event, PASSIVE);
			if (flagsOf(event) & STOPPED_NOW) return;
		}
	};

	// dispatch reports whether no listener has canceled the event. At the target, those that
	// capture are called before the others.
	const dispatch = (target, event) => {
		const record = of(target);
		const type = begin(event, target);
		if (record.parent !== null) {
			dispatchAlong(pathFrom(target), event, type);
		} else {
			const list = record.byType.get(type);
			if (list !== undefined) {
				for (let i = 0; i < list.length; i++) {
					if (!list[i].capture) continue;
					invoke(event, target, record, type, list, true);
					break;
				}
				if ((flagsOf(event) & STOPPED) === 0) invoke(event, target, record, type, record.byType.get(type), false);
			}
		}
		return end(event);
	};

	const pathFrom = (target) => {
		const path = [];
		for (let object = target; object !== null; object = of(object).parent) path.push(object);
		return path;
	};

	const dispatchAlong = (path, event, type) => {
		paths.set(event, path);
		const visit = (object, capture) => {
			if (flagsOf(event) & STOPPED) return;
			move(event, object, capture);
			const record = of(object);
			invoke(event, object, record, type, record.byType.get(type) ?? [], capture);
		};
		for (let i = path.length - 1; i >= 0; i--) visit(path[i], true);
		visit(path[0], false);
		if (flagsOf(event) & BUBBLES) for (let i = 1; i < path.length; i++) visit(path[i], false);
		paths.delete(event);
	};

	// handle is what the listener of an attribute does (HTML, "event handler processing algorithm").
	const handle = (object, slot, event) => {
		const callback = slot.value;
		if (typeof callback !== 'function') return;
		const result = slot.special === undefined
			? callListener(callback, object, event)
			: slot.special(callback, object, event);
		if (result === false) cancel(event);
	};

	// handlers defines event handler attributes on a prototype, or on an object. A handler
	// stands among the listeners where it was set first. special, where given, calls the handler
	// in a way of its own.
	const handlers = (holder, types, special) => {
		for (const type of types) {
			const name = `on${type}`;
			const accessors = {
				get [name]() { return of(this).handlers?.get(type)?.value ?? null; },
				set [name](value) {
					const object = this ?? globalThis;
					const record = of(object);
					record.handlers ??= new Map();
					let slot = record.handlers.get(type);
					if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) {
						if (slot === undefined) return;
						record.handlers.delete(type);
						remove(record, type, slot.listener);
					} else if (slot !== undefined) {
						slot.value = value;
					} else {
						slot = { value, special, listener: null };
						slot.listener = {
							callback: slot, capture: false, once: false, passive: false, removed: false,
							handler: (event) => handle(object, slot, event),
						};
						record.handlers.set(type, slot);
						add(record, type, slot.listener);
					}
				},
			};
			const { get, set } = Object.getOwnPropertyDescriptor(accessors, name);
			defineProperty(holder, name, { get, set, enumerable: true, configurable: true });
		}
	};

	return {
		Event, CustomEvent, EventTarget,
		// What parts make events and event targets of.
		events: {
			need, expose, handlers, constructorOf, EventCore, TRUSTED, BUBBLES, CANCELABLE,
			// event is one of the platform's own.
			event: (type, flags = 0) => new EventCore(type, TRUSTED | flags),
			// trust makes one of an event that a script could have made.
			trust: (event, flags = 0) => {
				setFlags(event, TRUSTED | flags);
				return event;
			},
			isDispatched: (event) => (flagsOf(event) & DISPATCHING) !== 0,
			// fire dispatches one and reports whether nobody has canceled it.
			fire: dispatch,
			// stamp makes an event target of an object that exists.
			stamp: (object) => { new Listeners(object); },
			// setParent says to which target the events of another bubble.
			setParent: (object, parent) => { of(object).parent = parent; },
			// listens reports whether an object has listeners of an event.
			listens: (object, type) => of(object).byType.get(type)?.length > 0,
			// watch has a function called when the listeners of an object change.
			watch: (object, fn) => { of(object).watcher = fn; },
		},
	};
})
