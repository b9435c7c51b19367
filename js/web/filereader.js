// FileReader (File API, section 6), asynchronous, in the words of Chromium.
(function (native) {
	'use strict';

	const { bodyText } = native;
	const { need, expose, handlers, trust, fire } = native.events;
	const { EventTarget, ProgressEvent, DOMException, Blob, Uint8Array, setTimeout, clearTimeout, btoa } = globalThis;
	const content = Symbol.for('uni.blob');

	const EMPTY = 0, LOADING = 1, DONE = 2;

	// binaryString has a character for each byte. String.fromCharCode takes so many at a time.
	const binaryString = (buffer) => {
		const bytes = new Uint8Array(buffer);
		let text = '';
		for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
		return text;
	};

	class FileReader extends EventTarget {
		#state = EMPTY;
		#result = null;
		#error = null;
		#timer = null;
		#read(given, blob, method, make) {
			const what = `Failed to execute '${method}' on 'FileReader'`;
			need(given, 1, what);
			if (!(blob instanceof Blob)) throw new TypeError(`${what}: parameter 1 is not of type 'Blob'.`);
			if (this.#state === LOADING) {
				throw new DOMException(`${what}: The object is already busy reading Blobs.`, 'InvalidStateError');
			}
			this.#state = LOADING;
			this.#result = null;
			this.#error = null;
			const { size } = blob;
			this.#timer = setTimeout(() => {
				this.#fire('loadstart', 0, size);
				if (this.#state !== LOADING) return;
				if (size > 0) this.#fire('progress', size, size);
				if (this.#state !== LOADING) return;
				this.#state = DONE;
				this.#result = make(blob[content].slice(0));
				this.#fire('load', size, size);
				if (this.#state !== LOADING) this.#fire('loadend', size, size);
			}, 0);
		}
		#fire(type, loaded, total) {
			fire(this, trust(new ProgressEvent(type, { lengthComputable: true, loaded, total })));
		}
		readAsArrayBuffer(blob) { this.#read(arguments.length, blob, 'readAsArrayBuffer', (buffer) => buffer); }
		readAsBinaryString(blob) { this.#read(arguments.length, blob, 'readAsBinaryString', binaryString); }
		readAsText(blob, encoding = 'utf-8') {
			this.#read(arguments.length, blob, 'readAsText', (buffer) => bodyText(`text/plain; charset="${encoding}"`, buffer));
		}
		readAsDataURL(blob) {
			this.#read(arguments.length, blob, 'readAsDataURL',
				(buffer) => `data:${blob.type || 'application/octet-stream'};base64,${btoa(binaryString(buffer))}`);
		}
		abort() {
			if (this.#state !== LOADING) {
				this.#result = null;
				return;
			}
			clearTimeout(this.#timer);
			this.#state = DONE;
			this.#result = null;
			this.#error = new DOMException('An ongoing operation was aborted.', 'AbortError');
			this.#fire('abort', 0, 0);
			if (this.#state !== LOADING) this.#fire('loadend', 0, 0);
		}
		get readyState() { return this.#state; }
		get result() { return this.#result; }
		get error() { return this.#error; }
	}
	handlers(FileReader.prototype, ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend']);
	expose(FileReader, { EMPTY, LOADING, DONE });

	return { FileReader };
})
