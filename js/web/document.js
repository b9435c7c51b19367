// Document (HTML, section 3.1), of an empty page that nobody renders: it can be asked, and
// what would need elements says that there are none.
(function (native) {
	'use strict';

	const { EventTarget, URL, DOMException, location } = globalThis;
	const { expose, handlers, event, fire, setParent, BUBBLES } = native.events;
	const { windowTarget } = native;
	const secret = Symbol('own');
	const guard = (key, name) => {
		if (key !== secret) throw new TypeError(`Failed to construct '${name}': Illegal constructor`);
	};

	const missing = (prototype, of, names) => {
		for (const name of names) {
			prototype[name] = {
				[name](...args) {
					const given = args.filter((arg) => typeof arg === 'string').map((arg) => `'${arg}'`).join(', ');
					throw new Error(`${of}.${name}(${given}): there is no DOM here, as no document is rendered; leave this out, or run this part in a browser`);
				},
			}[name];
		}
	};
	// queries find nothing.
	const queries = (prototype) => {
		Object.assign(prototype, {
			querySelector() { return null; },
			querySelectorAll() { return []; },
			getElementsByTagName() { return []; },
			getElementsByClassName() { return []; },
			contains(other) { return other === this; },
		});
	};

	class Node extends EventTarget {
		constructor(key) {
			guard(key, 'Node');
			super();
		}
		get childNodes() { return []; }
		get firstChild() { return null; }
		get lastChild() { return null; }
		get parentNode() { return null; }
		get isConnected() { return true; }
	}
	missing(Node.prototype, 'Node', ['appendChild', 'insertBefore', 'removeChild', 'replaceChild', 'cloneNode', 'append', 'prepend']);
	expose(Node, { ELEMENT_NODE: 1, TEXT_NODE: 3, COMMENT_NODE: 8, DOCUMENT_NODE: 9 });

	class Element extends Node {
		#name;
		#attributes = new Map();
		#classes = null;
		constructor(key, name) {
			super(key);
			this.#name = name.toUpperCase();
			this.style = {};
		}
		get nodeType() { return 1; }
		get nodeName() { return this.#name; }
		get tagName() { return this.#name; }
		get ownerDocument() { return document; }
		get children() { return []; }
		get id() { return this.getAttribute('id') ?? ''; }
		set id(value) { this.setAttribute('id', value); }
		get className() { return this.getAttribute('class') ?? ''; }
		set className(value) { this.setAttribute('class', value); }
		get classList() { return this.#classes ??= native.newTokenList(this, 'class'); }
		set classList(value) { this.className = value; }
		getAttribute(name) { return this.#attributes.get(`${name}`.toLowerCase()) ?? null; }
		setAttribute(name, value) { this.#attributes.set(`${name}`.toLowerCase(), `${value}`); }
		hasAttribute(name) { return this.#attributes.has(`${name}`.toLowerCase()); }
		removeAttribute(name) { this.#attributes.delete(`${name}`.toLowerCase()); }
		get clientWidth() { return globalThis.innerWidth; }
		get clientHeight() { return globalThis.innerHeight; }
		get offsetWidth() { return 0; }
		get offsetHeight() { return 0; }
	}
	queries(Element.prototype);
	missing(Element.prototype, 'Element', ['remove', 'attachShadow', 'getBoundingClientRect', 'insertAdjacentHTML', 'insertAdjacentElement', 'requestFullscreen']);
	expose(Element);
	class HTMLElement extends Element {}
	missing(HTMLElement.prototype, 'HTMLElement', ['click']);
	expose(HTMLElement);

	// An anchor takes a URL apart, for which libraries older than the class URL use it.
	class HTMLAnchorElement extends HTMLElement {
		get href() { return this.#url()?.href ?? this.getAttribute('href') ?? ''; }
		set href(value) { this.setAttribute('href', value); }
		toString() { return this.href; }
		#url() {
			const href = this.getAttribute('href');
			return href === null ? null : URL.parse(href, location.href);
		}
		static {
			for (const part of ['protocol', 'host', 'hostname', 'port', 'pathname', 'search', 'hash', 'origin', 'username', 'password']) {
				const { get, set } = Object.getOwnPropertyDescriptor({
					get [part]() { return this.#url()?.[part] ?? ''; },
					set [part](value) {
						const url = this.#url();
						if (url === null) return;
						url[part] = value;
						this.setAttribute('href', url.href);
					},
				}, part);
				Object.defineProperty(this.prototype, part, { get, set, configurable: true });
			}
		}
	}
	expose(HTMLAnchorElement);

	// Vue makes a template when it is loaded, and fills it when it renders static nodes.
	class HTMLTemplateElement extends HTMLElement {
		get content() { return noElement('template'); }
		get innerHTML() { return ''; }
		set innerHTML(_) { noElement('template'); }
	}
	expose(HTMLTemplateElement);

	// Boxes without a part of their own in a page: libraries make one to look at what it has.
	class HTMLDivElement extends HTMLElement {}
	expose(HTMLDivElement);
	class HTMLSpanElement extends HTMLElement {}
	expose(HTMLSpanElement);

	// What createEvent makes (DOM, section 4.5), of what there is; Vue 2 reads the clock
	// of one.
	const legacyEvents = new Map([
		['event', 'Event'], ['events', 'Event'], ['htmlevents', 'Event'], ['svgevents', 'Event'], ['customevent', 'CustomEvent'],
		['messageevent', 'MessageEvent'], ['hashchangeevent', 'HashChangeEvent'],
	]);

	const elements = new Map([
		['a', HTMLAnchorElement], ['div', HTMLDivElement], ['span', HTMLSpanElement], ['template', HTMLTemplateElement],
	]);

	class Document extends Node {
		#title = '';
		#state = 'interactive'; // a module runs when the page is parsed, before its load event
		constructor(key) {
			super(key);
			native.onReady(() => {
				fire(this, event('DOMContentLoaded', BUBBLES));
				this.#state = 'complete';
				fire(this, event('readystatechange'));
			});
			native.onVisible(() => { fire(this, event('visibilitychange', BUBBLES)); });
		}
		get nodeType() { return 9; }
		get nodeName() { return '#document'; }
		get defaultView() { return globalThis; }
		get location() { return location; }
		set location(url) { location.href = url; }
		get URL() { return location.href; }
		get documentURI() { return location.href; }
		get baseURI() { return location.href; }
		get domain() { return location.hostname; }
		get referrer() { return ''; }
		get characterSet() { return 'UTF-8'; }
		get charset() { return 'UTF-8'; }
		get contentType() { return 'text/html'; }
		get compatMode() { return 'CSS1Compat'; }
		get doctype() { return null; }
		get readyState() { return this.#state; }
		get hidden() { return !native.visible(); }
		get visibilityState() { return native.visible() ? 'visible' : 'hidden'; }
		get cookie() { return native.cookies(); }
		set cookie(text) { native.setCookie(`${text}`); }
		get title() { return this.#title; }
		set title(value) { this.#title = `${value}`; }
		get documentElement() { return root; }
		get head() { return head; }
		get body() { return body; }
		get activeElement() { return body; }
		get currentScript() { return null; }
		get scripts() { return []; }
		get forms() { return []; }
		get images() { return []; }
		get links() { return []; }
		hasFocus() { return native.visible(); }
		createEvent(name) {
			const kind = `${name}`.toLowerCase();
			if (!legacyEvents.has(kind)) {
				throw new DOMException(`Failed to execute 'createEvent' on 'Document': The provided event type ('${name}') is invalid.`, 'NotSupportedError');
			}
			return new (globalThis[legacyEvents.get(kind)])('');
		}
		getElementById() { return null; }
		getElementsByName() { return []; }
		createElement(name) {
			const constructor = elements.get(`${name}`.toLowerCase());
			return constructor === undefined ? noElement(`${name}`) : new constructor(secret, `${name}`);
		}
	}
	queries(Document.prototype);
	const withoutDOM = {};
	missing(withoutDOM, 'document', ['createElement']);
	const noElement = withoutDOM.createElement;
	missing(Document.prototype, 'document', [
		'createElementNS', 'createTextNode', 'createComment', 'createDocumentFragment', 'createRange', 'createTreeWalker',
		'elementFromPoint', 'execCommand', 'exitFullscreen', 'getSelection', 'importNode', 'open', 'write', 'writeln',
	]);
	handlers(Document.prototype, ['readystatechange', 'visibilitychange', 'click', 'keydown', 'keyup']);
	expose(Document);
	class HTMLDocument extends Document {}
	expose(HTMLDocument);

	const document = new HTMLDocument(secret);
	setParent(document, windowTarget);
	const [root, head, body] = ['html', 'head', 'body'].map((name) => new HTMLElement(secret, name));
	return { Node, Element, HTMLElement, HTMLAnchorElement, HTMLDivElement, HTMLSpanElement, HTMLTemplateElement, Document, HTMLDocument, document };
})
