// FormData (XMLHttpRequest, section 4).
(function (native) {
	'use strict';

	const { encodeFormData } = native;
	const { need, expose } = native.events;
	const { Blob, File } = globalThis;
	const content = Symbol.for('uni.blob');

	// entryValue is a text, or a File with the name that is given or has to be.
	const entryValue = (value, filename) => {
		if (!(value instanceof Blob)) return `${value}`.toWellFormed();
		if (value instanceof File && filename === undefined) return value;
		return new File([value], filename === undefined ? 'blob' : `${filename}`, { type: value.type });
	};

	let listOf;
	class FormData {
		#entries = [];
		static { listOf = (form) => form.#entries; }
		constructor(form = undefined) {
			if (form !== undefined) {
				throw new TypeError("Failed to construct 'FormData': parameter 1 is not of type 'HTMLFormElement'.");
			}
		}
		#entry(given, name, value, filename, method) {
			need(given, 2, `Failed to execute '${method}' on 'FormData'`);
			if (given > 2 && !(value instanceof Blob)) {
				throw new TypeError(`Failed to execute '${method}' on 'FormData': parameter 2 is not of type 'Blob'.`);
			}
			return [`${name}`.toWellFormed(), entryValue(value, filename)];
		}
		append(name, value, filename) {
			this.#entries.push(this.#entry(arguments.length, name, value, filename, 'append'));
		}
		set(name, value, filename) {
			const entry = this.#entry(arguments.length, name, value, filename, 'set');
			const first = this.#entries.findIndex(([n]) => n === entry[0]);
			if (first < 0) {
				this.#entries.push(entry);
				return;
			}
			this.#entries[first] = entry;
			this.#entries = this.#entries.filter(([n], i) => i <= first || n !== entry[0]);
		}
		delete(name) { this.#entries = this.#entries.filter(([n]) => n !== `${name}`); }
		get(name) { return this.#entries.find(([n]) => n === `${name}`)?.[1] ?? null; }
		getAll(name) { return this.#entries.filter(([n]) => n === `${name}`).map(([, value]) => value); }
		has(name) { return this.#entries.some(([n]) => n === `${name}`); }
		forEach(callback, thisArg = undefined) {
			for (const [name, value] of this) callback.call(thisArg, value, name, this);
		}
		*entries() { for (let i = 0; i < this.#entries.length; i++) yield [...this.#entries[i]]; }
		*keys() { for (const [name] of this.entries()) yield name; }
		*values() { for (const [, value] of this.entries()) yield value; }
	}
	expose(FormData);
	Object.defineProperty(FormData.prototype, Symbol.iterator, { value: FormData.prototype.entries, writable: true, configurable: true });

	// encode is multipart/form-data: [ArrayBuffer, content type].
	const encode = (form) => encodeFormData(listOf(form).map(([name, value]) =>
		(typeof value === 'string' ? [name, value] : [name, value[content], value.name, value.type])));

	return { FormData, formData: { encode } };
})
