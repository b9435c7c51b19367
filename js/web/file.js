// File and FileReader (File API, sections 4 and 6).
(function (native) {
	'use strict';

	const { Blob, EventTarget, DOMException, TextDecoder, btoa } = globalThis;
	const { need, expose, handlers, fire } = native.events;
	const { newEvents } = native;
	const content = Symbol.for('uni.blob');

	class File extends Blob {
		#name;
		#lastModified;
		constructor(parts, name, options) {
			need(arguments.length, 2, "Failed to construct 'File'");
			super(parts, options);
			this.#name = `${name}`;
			this.#lastModified = options?.lastModified === undefined ? Date.now() : Math.trunc(Number(options.lastModified)) || 0;
		}
		get name() { return this.#name; }
		get lastModified() { return this.#lastModified; }
		get webkitRelativePath() { return ''; }
	}
	expose(File);

	const latin1 = (bytes) => {
		let text = '';
		for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
		return text;
	};
	const results = {
		readAsArrayBuffer: (blob) => blob[content].slice(0),
		readAsText: (blob, encoding) => new TextDecoder(encoding ?? 'utf-8').decode(blob[content]),
		readAsBinaryString: (blob) => latin1(new Uint8Array(blob[content])),
		readAsDataURL: (blob) => `data:${blob.type || 'application/octet-stream'};base64,${btoa(latin1(new Uint8Array(blob[content])))}`,
	};

	class FileReader extends EventTarget {
		#state = 0;
		#result = null;
		#error = null;
		#reading = null; // what is read now, which abort replaces
		get readyState() { return this.#state; }
		get result() { return this.#result; }
		get error() { return this.#error; }
		abort() {
			if (this.#state !== 1) {
				this.#result = null;
				return;
			}
			this.#reading = null;
			this.#state = 2;
			this.#result = null;
			this.#error = new DOMException('The operation was aborted.', 'AbortError');
			this.#fire('abort', 0);
			this.#fire('loadend', 0);
		}
		#fire(type, size) {
			fire(this, newEvents.progress(type, true, size, size));
		}
		#read(method, blob, encoding) {
			need(blob === undefined ? 0 : 1, 1, `Failed to execute '${method}' on 'FileReader'`);
			if (!(blob instanceof Blob)) {
				throw new TypeError(`Failed to execute '${method}' on 'FileReader': parameter 1 is not of type 'Blob'.`);
			}
			if (this.#state === 1) {
				throw new DOMException(`Failed to execute '${method}' on 'FileReader': The object is already busy reading Blobs.`, 'InvalidStateError');
			}
			const reading = this.#reading = {};
			this.#state = 1;
			this.#result = null;
			this.#error = null;
			const step = (fn) => native.postTask(() => { if (this.#reading === reading) fn(); });
			step(() => this.#fire('loadstart', 0));
			step(() => {
				this.#state = 2;
				this.#result = results[method](blob, encoding);
				this.#fire('load', blob.size);
				if (this.#reading === reading && this.#state === 2) this.#fire('loadend', blob.size);
			});
		}
		readAsArrayBuffer(blob) { this.#read('readAsArrayBuffer', blob); }
		readAsText(blob, encoding) { this.#read('readAsText', blob, encoding); }
		readAsBinaryString(blob) { this.#read('readAsBinaryString', blob); }
		readAsDataURL(blob) { this.#read('readAsDataURL', blob); }
	}
	handlers(FileReader.prototype, ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend']);
	expose(FileReader, { EMPTY: 0, LOADING: 1, DONE: 2 });

	return { File, FileReader };
})
