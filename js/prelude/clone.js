// structuredClone (HTML, section 2.7).
(function (native) {
	'use strict';

	const { DOMException } = globalThis;
	const fail = (what) => { throw new DOMException(`structuredClone: ${what}`, 'DataCloneError'); };
	const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
	const define = (target, key, value) =>
		Object.defineProperty(target, key, { value, writable: true, configurable: true });

	// cloneError keeps what the standard keeps: a standard name, message, cause, stack.
	const cloneError = (value, clone) => {
		const name = `${value.name}`;
		const result = new (Object.prototype.hasOwnProperty.call(errors, name) ? errors[name] : Error)();
		const message = Object.getOwnPropertyDescriptor(value, 'message');
		if (message && 'value' in message) define(result, 'message', `${message.value}`);
		if ('cause' in value) define(result, 'cause', clone(value.cause));
		define(result, 'stack', value.stack);
		return result;
	};

	// cloner makes a function that clones the parts of one value, each once.
	const cloner = () => {
		const seen = new Map();
		const clone = (value) => {
			if (typeof value === 'symbol') fail(`${String(value)} could not be cloned`);
			if (typeof value === 'function') fail(`a function (${value.name || 'anonymous'}) could not be cloned`);
			if (value === null || typeof value !== 'object') return value;
			if (seen.has(value)) return seen.get(value);
			const keep = (copy) => { seen.set(value, copy); return copy; };
			const kind = native.classOf(value);
			switch (kind) {
				case 'Boolean': case 'Number': case 'String': case 'BigInt':
					return keep(Object(value.valueOf()));
				case 'Symbol': case 'Promise': case 'WeakMap': case 'WeakSet': case 'Generator':
					return fail(`a ${kind} object could not be cloned`);
				case 'Date':
					return keep(new Date(+value));
				case 'RegExp':
					return keep(new RegExp(value.source, value.flags));
				case 'ArrayBuffer':
					if (native.isDetached(value)) fail('a detached ArrayBuffer could not be cloned');
					return keep(value.slice(0));
				case 'DataView':
					return keep(new DataView(clone(value.buffer), value.byteOffset, value.byteLength));
				case 'TypedArray': {
					const constructor = globalThis[value[Symbol.toStringTag]];
					return keep(new constructor(clone(value.buffer), value.byteOffset, value.length));
				}
				case 'Map': {
					const copy = keep(new Map());
					for (const [k, v] of [...value]) copy.set(clone(k), clone(v));
					return copy;
				}
				case 'Set': {
					const copy = keep(new Set());
					for (const v of [...value]) copy.add(clone(v));
					return copy;
				}
				case 'Error':
					return keep(cloneError(value, clone));
			}
			const copy = keep(kind === 'Array' ? new Array(value.length) : {});
			for (const key of Object.keys(value)) {
				Object.defineProperty(copy, key, { value: clone(value[key]), writable: true, enumerable: true, configurable: true });
			}
			return copy;
		};
		return clone;
	};

	return {
		structuredClone(value, options) {
			if (arguments.length === 0) throw new TypeError('structuredClone: one argument is needed');
			const transfer = options?.transfer === undefined ? [] : [...options.transfer];
			transfer.forEach((item, i) => {
				if (native.classOf(item) !== 'ArrayBuffer') fail(`the value at index ${i} of transfer is not an ArrayBuffer`);
				if (native.isDetached(item)) fail(`the ArrayBuffer at index ${i} of transfer is detached`);
				if (transfer.indexOf(item) !== i) fail(`the ArrayBuffer at index ${i} of transfer is there twice`);
			});
			const result = cloner()(value);
			for (const buffer of transfer) native.detach(buffer);
			return result;
		},
	};
})
