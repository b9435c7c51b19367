// Headers (Fetch, section 5.1), in the words of Chromium.
(function (native) {
	'use strict';

	const { isToken, maySetHeader } = native;
	const { need, expose } = native.events;

	const trimmed = (value) => value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');

	// checkField returns a field as it is kept: its name in lower case.
	const checkField = (name, value, what) => {
		name = `${name}`;
		value = trimmed(`${value}`);
		if (!isToken(name)) throw new TypeError(`${what}: Invalid name`);
		if (/[\0\r\n]/.test(value) || /[^\0-\xff]/.test(value)) throw new TypeError(`${what}: Invalid value`);
		return [name.toLowerCase(), value];
	};
	const checkName = (name, what) => {
		name = `${name}`;
		if (!isToken(name)) throw new TypeError(`${what}: Invalid name`);
		return name.toLowerCase();
	};

	let make, listOf;

	// A guard is "none", "request", "response" or "immutable".
	class Headers {
		#fields = new Map(); // name → values
		#guard = 'none';
		static {
			make = (fields, guard) => {
				const h = new Headers();
				h.#guard = 'none';
				for (const [name, value] of fields) h.#add(name, value);
				h.#guard = guard;
				return h;
			};
			listOf = (h) => h.#list();
			Headers.fill = (h, init) => h.#fill(init, "Failed to construct 'Headers'");
		}
		constructor(init = undefined) {
			if (init !== undefined) this.#fill(init, "Failed to construct 'Headers'");
		}
		#fill(init, what) {
			if (init === null || typeof init !== 'object' && typeof init !== 'function') {
				throw new TypeError(`${what}: The provided value is not of type '(record<ByteString, ByteString> or sequence<sequence<ByteString>>)'.`);
			}
			const iterator = init[Symbol.iterator];
			if (iterator === undefined || iterator === null) {
				for (const name of Reflect.ownKeys(init)) {
					if (Object.prototype.propertyIsEnumerable.call(init, name)) this.#append(name, init[name], what);
				}
				return;
			}
			for (const pair of init) {
				const field = [...pair];
				if (field.length !== 2) throw new TypeError(`${what}: Invalid value`);
				this.#append(field[0], field[1], what);
			}
		}
		#list() {
			const list = [];
			for (const [name, values] of this.#fields) for (const value of values) list.push([name, value]);
			return list;
		}
		#add(name, value) {
			const values = this.#fields.get(name);
			if (values) values.push(value);
			else this.#fields.set(name, [value]);
		}
		// #mayChange reports whether the guard lets a field be set.
		#mayChange(name, value, what) {
			switch (this.#guard) {
				case 'immutable': throw new TypeError(`${what}: Headers are immutable`);
				case 'request': return maySetHeader(name, value);
				case 'response': return name !== 'set-cookie' && name !== 'set-cookie2';
			}
			return true;
		}
		#append(name, value, what) {
			[name, value] = checkField(name, value, what);
			if (this.#mayChange(name, value, what)) this.#add(name, value);
		}
		append(name, value) {
			need(arguments.length, 2, "Failed to execute 'append' on 'Headers'");
			this.#append(name, value, "Failed to execute 'append' on 'Headers'");
		}
		delete(name) {
			const what = "Failed to execute 'delete' on 'Headers'";
			need(arguments.length, 1, what);
			name = checkName(name, what);
			if (this.#mayChange(name, '', what)) this.#fields.delete(name);
		}
		get(name) {
			const what = "Failed to execute 'get' on 'Headers'";
			need(arguments.length, 1, what);
			return this.#fields.get(checkName(name, what))?.join(', ') ?? null;
		}
		getSetCookie() { return [...(this.#fields.get('set-cookie') ?? [])]; }
		has(name) {
			const what = "Failed to execute 'has' on 'Headers'";
			need(arguments.length, 1, what);
			return this.#fields.has(checkName(name, what));
		}
		set(name, value) {
			const what = "Failed to execute 'set' on 'Headers'";
			need(arguments.length, 2, what);
			[name, value] = checkField(name, value, what);
			if (this.#mayChange(name, value, what)) this.#fields.set(name, [value]);
		}
		forEach(callback, thisArg = undefined) {
			if (typeof callback !== 'function') {
				throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
			}
			for (const [name, value] of this) callback.call(thisArg, value, name, this);
		}
		// #sorted is the list that iteration shows (Fetch, "sort and combine").
		#sorted() {
			const list = [];
			for (const name of [...this.#fields.keys()].sort()) {
				const values = this.#fields.get(name);
				if (name !== 'set-cookie') list.push([name, values.join(', ')]);
				else for (const value of values) list.push([name, value]);
			}
			return list;
		}
		*entries() { for (let i = 0, list; (list = this.#sorted()).length > i; i++) yield list[i]; }
		*keys() { for (const [name] of this.entries()) yield name; }
		*values() { for (const [, value] of this.entries()) yield value; }
	}
	const { fill } = Headers;
	delete Headers.fill;
	expose(Headers);
	Object.defineProperty(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, configurable: true });

	return { Headers, headers: { make, listOf, fill, checkField } };
})
