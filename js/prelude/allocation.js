// The constructors whose argument is a size: what asks for more memory than there is
// gets the RangeError of browsers. The engine would end the process.
(function (native) {
	'use strict';

	const { allocate } = native;
	const { construct, getOwnPropertyDescriptor, ownKeys } = Reflect;
	const { defineProperty, setPrototypeOf, getPrototypeOf } = Object;
	const small = 1 << 20;
	const refusal = 'Array buffer allocation failed';

	const replace = (name, size) => {
		const Native = globalThis[name];
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
		defineProperty(globalThis, name, { value: Guarded });
	};

	replace('ArrayBuffer', 1);
	for (const name of [
		'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
		'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
	]) {
		replace(name, globalThis[name].BYTES_PER_ELEMENT);
	}
})
