// URL and URLSearchParams (URL Standard, section 6).
(function (native) {
	'use strict';

	let listOf;     // the pairs of a URLSearchParams
	let setUpdate;  // has a URLSearchParams tell its URL of changes

	class URLSearchParams {
		#list = [];
		#update = () => {};
		static {
			listOf = (params) => params.#list;
			setUpdate = (params, update) => { params.#update = update; };
		}
		constructor(init = '') {
			if (init !== null && (typeof init === 'object' || typeof init === 'function')) {
				if (init[Symbol.iterator] !== undefined && init[Symbol.iterator] !== null) {
					for (const pair of init) {
						const entry = [...pair];
						if (entry.length !== 2) throw new TypeError('URLSearchParams: each pair must have a name and a value');
						this.#list.push([`${entry[0]}`, `${entry[1]}`]);
					}
				} else {
					for (const key of Reflect.ownKeys(init)) {
						if (Object.prototype.propertyIsEnumerable.call(init, key)) this.#list.push([`${key}`, `${init[key]}`]);
					}
				}
				return;
			}
			const text = `${init}`;
			this.#list = native.parseForm(text.startsWith('?') ? text.slice(1) : text);
		}
		get size() { return this.#list.length; }
		append(name, value) {
			this.#list.push([`${name}`, `${value}`]);
			this.#update();
		}
		delete(name, value) {
			this.#list = this.#list.filter(([n, v]) => n !== `${name}` || value !== undefined && v !== `${value}`);
			this.#update();
		}
		get(name) {
			const found = this.#list.find(([n]) => n === `${name}`);
			return found ? found[1] : null;
		}
		getAll(name) { return this.#list.filter(([n]) => n === `${name}`).map(([, v]) => v); }
		has(name, value) { return this.#list.some(([n, v]) => n === `${name}` && (value === undefined || v === `${value}`)); }
		set(name, value) {
			name = `${name}`;
			value = `${value}`;
			const first = this.#list.findIndex(([n]) => n === name);
			if (first < 0) {
				this.#list.push([name, value]);
			} else {
				this.#list[first][1] = value;
				this.#list = this.#list.filter(([n], i) => n !== name || i <= first);
			}
			this.#update();
		}
		sort() {
			this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
			this.#update();
		}
		forEach(callback, thisArg) {
			for (const [name, value] of this) callback.call(thisArg, value, name, this);
		}
		*entries() { for (let i = 0; i < this.#list.length; i++) yield [...this.#list[i]]; }
		*keys() { for (let i = 0; i < this.#list.length; i++) yield this.#list[i][0]; }
		*values() { for (let i = 0; i < this.#list.length; i++) yield this.#list[i][1]; }
		toString() { return this.#list.map(([n, v]) => `${native.encodeForm(n)}=${native.encodeForm(v)}`).join('&'); }
	}
	Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
		value: URLSearchParams.prototype.entries, writable: true, configurable: true,
	});

	const parse = (url, base) => native.parseURL(`${url}`, base === undefined ? undefined : `${base}`);

	class URL {
		#url;
		#params = null;
		static canParse(url, base) { return parse(url, base) !== null; }
		static parse(url, base) { return URL.canParse(url, base) ? new URL(url, base) : null; }
		constructor(url, base) {
			if (arguments.length === 0) throw new TypeError('URL: one argument is needed');
			this.#url = parse(url, base);
			if (this.#url === null) {
				const error = new TypeError('Invalid URL');
				error.code = 'ERR_INVALID_URL';
				error.input = `${url}`;
				if (base !== undefined) error.base = `${base}`;
				throw error;
			}
		}
		#get(part) { return native.getURL(this.#url, part); }
		#set(part, value) {
			native.setURL(this.#url, part, `${value}`);
			if (part === 'search') this.#refresh();
		}
		// #refresh rereads the parameters after the query changed under them.
		#refresh() {
			if (this.#params) listOf(this.#params).splice(0, Infinity, ...native.parseForm(this.#get('search').slice(1)));
		}
		get href() { return this.#get('href'); }
		set href(value) {
			const url = parse(value);
			if (url === null) throw new TypeError('Invalid URL');
			this.#url = url;
			this.#refresh();
		}
		get origin() {
			const scheme = this.protocol;
			if (scheme === 'blob:') return URL.parse(this.pathname)?.origin ?? 'null';
			return ['http:', 'https:', 'ws:', 'wss:', 'ftp:'].includes(scheme) ? `${scheme}//${this.host}` : 'null';
		}
		get protocol() { return this.#get('protocol'); }
		set protocol(value) { this.#set('protocol', value); }
		get username() { return this.#get('username'); }
		set username(value) { this.#set('username', value); }
		get password() { return this.#get('password'); }
		set password(value) { this.#set('password', value); }
		get host() { return this.#get('host'); }
		set host(value) { this.#set('host', value); }
		get hostname() { return this.#get('hostname'); }
		set hostname(value) { this.#set('hostname', value); }
		get port() { return this.#get('port'); }
		set port(value) { this.#set('port', value); }
		get pathname() { return this.#get('pathname'); }
		set pathname(value) { this.#set('pathname', value); }
		get search() { return this.#get('search'); }
		set search(value) { this.#set('search', value); }
		get searchParams() {
			if (!this.#params) {
				this.#params = new URLSearchParams(this.search);
				setUpdate(this.#params, () => native.setURL(this.#url, 'search', this.#params.toString()));
			}
			return this.#params;
		}
		get hash() { return this.#get('hash'); }
		set hash(value) { this.#set('hash', value); }
		toString() { return this.href; }
		toJSON() { return this.href; }
	}

	for (const constructor of [URL, URLSearchParams]) {
		for (const key of Object.getOwnPropertyNames(constructor.prototype)) {
			if (key !== 'constructor') Object.defineProperty(constructor.prototype, key, { enumerable: true });
		}
		Object.defineProperty(constructor.prototype, Symbol.toStringTag, { value: constructor.name, configurable: true });
	}
	return { URL, URLSearchParams };
})
