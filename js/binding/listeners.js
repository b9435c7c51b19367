// The listeners of a wrapper's functions that add and remove them: what the vendor is
// given for one, which it must be given again to remove it.
(function () {
	'use strict';

	const REMOVES = 128;
	const given = new WeakMap(); // a listener → the function that added it → what the vendor has for it

	return (name, is, fn, callback) => {
		if (is & REMOVES) return given.get(fn)?.get(`on${name.slice(3)}`) ?? fn;
		if (!given.has(fn)) given.set(fn, new Map());
		const byName = given.get(fn);
		if (!byName.has(name)) byName.set(name, callback(name, is, fn));
		return byName.get(name);
	};
})()
