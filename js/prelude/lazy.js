// What is made when it is used for the first time. An accessor stands in its place
// until then; what a script has put there itself stays.
(function (native) {
	'use strict';

	const { defineProperty, getOwnPropertyDescriptor } = Object;
	const put = (holder, name, value) =>
		defineProperty(holder, name, { __proto__: null, value, writable: true, configurable: true });

	native.lazily = (make, globals, shared, attributes) => {
		const accessors = [];
		let loaded = false;
		let made;
		const replace = ({ holder, name, get }) => {
			if (getOwnPropertyDescriptor(holder, name)?.get === get) put(holder, name, made[name]);
		};
		const load = () => {
			if (loaded) return;
			loaded = true;
			made = make();
			for (let i = 0; i < accessors.length; i++) replace(accessors[i]);
		};
		const define = (holder, name) => {
			const get = () => {
				load();
				replace(accessor); // one that somebody took away and has put back since
				return holder[name];
			};
			const set = (value) => put(holder, name, value);
			const accessor = { holder, name, get };
			accessors.push(accessor);
			defineProperty(holder, name, { __proto__: null, get, set, configurable: true });
		};
		// The part itself puts another accessor there.
		const forward = (name) => {
			const get = () => {
				load();
				return globalThis[name];
			};
			const set = (value) => {
				load();
				globalThis[name] = value;
			};
			defineProperty(globalThis, name, { __proto__: null, get, set, enumerable: true, configurable: true });
		};
		for (let i = 0; i < attributes.length; i++) forward(attributes[i]);
		for (let i = 0; i < globals.length; i++) define(globalThis, globals[i]);
		for (let i = 0; i < shared.length; i++) define(native, shared[i]);
	};
})
