// DOMTokenList (DOM, section 7.1), over an attribute of an element.
(function (native) {
	'use strict';

	const { DOMException } = globalThis;
	const { expose } = native.events;
	const secret = Symbol('own');

	class DOMTokenList {
		#element;
		#attribute;
		constructor(key, element, attribute) {
			if (key !== secret) throw new TypeError("Failed to construct 'DOMTokenList': Illegal constructor");
			this.#element = element;
			this.#attribute = attribute;
		}
		#tokens() { return new Set(this.value.split(/[\t\n\f\r ]+/).filter((token) => token !== '')); }
		#set(tokens) { this.value = [...tokens].join(' '); }
		// An empty attribute is not made.
		#update(tokens) {
			if (tokens.size > 0 || this.#element.hasAttribute(this.#attribute)) this.#set(tokens);
		}
		static #valid(method, tokens) {
			for (const token of tokens) {
				const failed = `Failed to execute '${method}' on 'DOMTokenList': The token provided `;
				if (`${token}` === '') throw new DOMException(`${failed}must not be empty.`, 'SyntaxError');
				if (/[\t\n\f\r ]/.test(token)) {
					throw new DOMException(`${failed}('${token}') contains HTML space characters, which are not valid in tokens.`, 'InvalidCharacterError');
				}
			}
			return tokens.map(String);
		}
		get length() { return this.#tokens().size; }
		get value() { return this.#element.getAttribute(this.#attribute) ?? ''; }
		set value(text) { this.#element.setAttribute(this.#attribute, text); }
		item(index) { return [...this.#tokens()][index >>> 0] ?? null; }
		contains(token) { return this.#tokens().has(`${token}`); }
		add(...tokens) {
			this.#update(new Set([...this.#tokens(), ...DOMTokenList.#valid('add', tokens)]));
		}
		remove(...tokens) {
			const removed = DOMTokenList.#valid('remove', tokens);
			this.#update(new Set([...this.#tokens()].filter((token) => !removed.includes(token))));
		}
		toggle(token, force = undefined) {
			const [name] = DOMTokenList.#valid('toggle', [token]);
			const on = force === undefined ? !this.contains(name) : Boolean(force);
			if (on) this.add(name);
			else this.remove(name);
			return on;
		}
		replace(token, by) {
			const [from, to] = DOMTokenList.#valid('replace', [token, by]);
			const found = this.contains(from);
			if (found) this.#set(new Set([...this.#tokens()].map((name) => (name === from ? to : name))));
			return found;
		}
		supports() { throw new TypeError(`Failed to execute 'supports' on 'DOMTokenList': DOMTokenList has no supported tokens.`); }
		toString() { return this.value; }
		forEach(callback, thisArg = undefined) {
			for (const [i, token] of this.entries()) Reflect.apply(callback, thisArg, [token, i, this]);
		}
		entries() { return [...this.#tokens()].entries(); }
		keys() { return [...this.#tokens()].keys(); }
		values() { return [...this.#tokens()].values(); }
	}
	expose(DOMTokenList);
	Object.defineProperty(DOMTokenList.prototype, Symbol.iterator, { value: DOMTokenList.prototype.values, writable: true, configurable: true });

	return { DOMTokenList, newTokenList: (element, attribute) => new DOMTokenList(secret, element, attribute) };
})
