// The constructors whose argument is a size: what asks for more memory than there is
// gets the RangeError of browsers. The engine would end the process.
(function (native) {
	'use strict';

	const { allocate } = native;
	const { apply, construct, getOwnPropertyDescriptor, ownKeys } = Reflect;
	const { defineProperty, setPrototypeOf, getPrototypeOf } = Object;
	const small = 1 << 20;
	const refusal = 'Array buffer allocation failed';

	// The engine's own from takes objects only, where a string is a source like any other.
	let adapted = false;
	const adapt = (TypedArray) => {
		adapted = true;
		const { from } = TypedArray;
		defineProperty(TypedArray, 'from', {
			value: {
				from(source, ...rest) {
					return apply(from, this, [typeof source === 'string' ? Array.from(source) : source, ...rest]);
				},
			}.from,
			writable: true, configurable: true,
		});
	};

	const replace = (name) => {
		const Native = globalThis[name];
		const size = name === 'ArrayBuffer' ? 1 : Native.BYTES_PER_ELEMENT;
		if (name !== 'ArrayBuffer' && !adapted) adapt(getPrototypeOf(Native));
		const Guarded = function (length) {
			if (new.target === undefined) throw new TypeError(`Constructor ${name} requires 'new'`);
			if (name === 'ArrayBuffer' && arguments[1]?.maxByteLength !== undefined) {
				throw new TypeError('ArrayBuffer: maxByteLength: the engine has no resizable buffers; make a new one and copy');
			}
			if (typeof length === 'number') {
				if (length > small) allocate(length * size, refusal);
			} else if (typeof length === 'object') {
				if (length !== null && typeof length.length === 'number' && length.length > small) allocate(length.length * size, refusal);
			} else if (length !== undefined && typeof length !== 'symbol' && typeof length !== 'bigint') {
				allocate(+length * size, refusal);
			}
			return construct(Native, arguments, new.target);
		};
		for (const key of ownKeys(Native)) {
			defineProperty(Guarded, key, getOwnPropertyDescriptor(Native, key));
		}
		setPrototypeOf(Guarded, getPrototypeOf(Native));
		defineProperty(Native.prototype, 'constructor', { value: Guarded });
		return Guarded;
	};

	return new Proxy({}, { get: (_, name) => replace(name) });
})
