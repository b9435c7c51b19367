(function (isProxy) {
	'use strict';

	const { isArray } = Array;
	const { getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
	const { apply, defineProperty, deleteProperty } = Reflect;
	const { toStringTag } = Symbol;
	const { SyntaxError } = globalThis;
	const functionPrototype = getPrototypeOf(isArray);

	// revive is InternalizeJSONProperty (section 25.5.1.1).
	const revive = (holder, name, reviver) => {
		const value = holder[name];
		if (typeof value === 'object' && value !== null || typeof value === 'function') {
			const names = isArray(value) ? undefined : keys(value);
			const length = names ? names.length : toLength(value.length);
			for (let i = 0; i < length; i++) {
				const key = names ? names[i] : `${i}`;
				const revived = revive(value, key, reviver);
				if (revived === undefined) {
					deleteProperty(value, key);
				} else {
					defineProperty(value, key, { __proto__: null, value: revived, writable: true, enumerable: true, configurable: true });
				}
			}
		}
		return apply(reviver, holder, [name, value]);
	};

	const maxLength = Number.MAX_SAFE_INTEGER;
	const toLength = (value) => {
		const length = +value;
		return length > 0 ? length < maxLength ? length - length % 1 : maxLength : 0;
	};

	// dataProperty looks a property up as V8 does for its messages: nothing of the
	// script runs.
	const dataProperty = (object, name) => {
		for (let o = object; o !== null && !isProxy(o); o = getPrototypeOf(o)) {
			const descriptor = getOwnPropertyDescriptor(o, name);
			if (descriptor) return descriptor.value;
		}
		return undefined;
	};

	// constructorName is V8's name for the kind of an object; undefined stands for that
	// of its class.
	const constructorName = (object) => {
		if (isProxy(object) || getPrototypeOf(object) === null) return undefined;
		const constructor = dataProperty(getPrototypeOf(object), 'constructor');
		const named = typeof constructor === 'function' ? dataProperty(constructor, 'name') : '';
		const name = typeof named === 'string' ? named : '';
		if (name !== '' && name !== 'Object' && !isProxy(constructor) && getPrototypeOf(constructor) === functionPrototype) return name;
		const tag = dataProperty(object, toStringTag);
		return typeof tag === 'string' ? tag : name || undefined;
	};

	return {
		SyntaxError, revive, constructorName, keys, isArray,
		get: (object, name) => object[name],
		set(object, name, value) { object[name] = value; },
		toJSON: (bigint) => bigint.toJSON,
	};
})
