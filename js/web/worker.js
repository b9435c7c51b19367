// Worker (HTML, section 10.2) for scripts that are a Blob.
// A worker shares the engine and the loop of the page: its scope is an object, in which its names
// are looked up first, and what it is sent is cloned.
(function (native) {
	'use strict';

	const { URL, EventTarget, TextDecoder, DOMException, structuredClone } = globalThis;
	const { need, expose, handlers, fire } = native.events;
	const { newEvents, postTask } = native;
	const content = Symbol.for('uni.blob');
	const secret = Symbol('own');

	// The two ends of a worker.
	const ends = new WeakMap();

	class WorkerGlobalScope extends EventTarget {
		constructor(key) {
			if (key !== secret) throw new TypeError("Failed to construct 'WorkerGlobalScope': Illegal constructor");
			super();
		}
	}
	class DedicatedWorkerGlobalScope extends WorkerGlobalScope {
		get self() { return this; }
		postMessage(message, options) { post(this, message, options); }
		close() { end(this); }
	}
	handlers(DedicatedWorkerGlobalScope.prototype, ['message', 'messageerror', 'error']);

	const post = (from, message, options) => {
		const data = structuredClone(message, Array.isArray(options) ? { transfer: options } : options);
		const { other } = ends.get(from);
		postTask(() => {
			if (ends.get(other).open) fire(other, newEvents.message(data, ''));
		});
	};
	const end = (one) => {
		ends.get(one).open = false;
		const scope = ends.get(one).scope;
		for (const id of scope.timers) globalThis.clearTimeout(id);
		scope.timers.clear();
	};

	// pageNames are of the page alone.
	const pageNames = new Set(['window', 'document', 'parent', 'top', 'frames', 'localStorage', 'sessionStorage', 'alert', 'history', 'uni']);

	// scopeOf makes the scope: its timers end with it, and its names hide those of the page.
	const scopeOf = (url) => {
		const own = new DedicatedWorkerGlobalScope(secret);
		const timers = new Set();
		const set = (name) => (fn, ...rest) => {
			const id = globalThis[name](typeof fn === 'function' ? (...args) => fn(...args) : fn, ...rest);
			timers.add(id);
			return id;
		};
		const clear = (name) => (id) => {
			timers.delete(id);
			globalThis[name](id);
		};
		Object.assign(own, {
			name: '', location: new URL(url), navigator: globalThis.navigator,
			setTimeout: set('setTimeout'), setInterval: set('setInterval'),
			clearTimeout: clear('clearTimeout'), clearInterval: clear('clearInterval'),
			WorkerGlobalScope, DedicatedWorkerGlobalScope,
			importScripts() { throw new Error('importScripts: a worker loads no scripts here; bundle them into its Blob'); },
		});
		const bound = new Map();
		const method = (name) => {
			if (!bound.has(name)) bound.set(name, (...args) => own[name](...args));
			return bound.get(name);
		};
		const names = new Proxy(own, {
			has: (target, name) => typeof name === 'string' && (name in target || name === 'globalThis' || pageNames.has(name)),
			get(target, name) {
				if (name === Symbol.unscopables) return undefined;
				if (name === 'self' || name === 'globalThis') return target;
				return ['addEventListener', 'removeEventListener', 'dispatchEvent', 'postMessage', 'close'].includes(name) ? method(name) : target[name];
			},
			set: (target, name, value) => Reflect.set(target, name, value),
		});
		return { own, timers, names };
	};

	class Worker extends EventTarget {
		constructor(url) {
			need(arguments.length, 1, "Failed to construct 'Worker'");
			super();
			url = `${url}`;
			const blob = native.blobURLs.get(url);
			if (blob === undefined) {
				throw new DOMException(`Failed to construct 'Worker': no script is loaded from ${url} here; a worker's script has to be a Blob, with URL.createObjectURL`, 'NotSupportedError');
			}
			const scope = scopeOf(url);
			ends.set(this, { other: scope.own, open: true, scope });
			ends.set(scope.own, { other: this, open: true, scope });
			const source = new TextDecoder().decode(blob[content]);
			postTask(() => {
				const run = new Function('names', `with (names) { ${source}\n}`);
				Reflect.apply(run, scope.own, [scope.names]);
			});
		}
		postMessage(message, options) { post(this, message, options); }
		terminate() { end(this); end(ends.get(this).other); }
	}
	handlers(Worker.prototype, ['message', 'messageerror', 'error']);
	expose(Worker);

	return { Worker };
})
