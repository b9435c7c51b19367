// Document (HTML, section 3.1) of a page that nobody renders: a tree of elements (DOM,
// section 4) that have no size, load nothing and are made by no markup.
(function (native) {
	'use strict';

	const { EventTarget, URL, DOMException, location } = globalThis;
	const { expose, handlers, event, fire, setParent, BUBBLES } = native.events;
	const { windowTarget } = native;
	const secret = Symbol('own');
	const guard = (key, name) => {
		if (key !== secret) throw new TypeError(`Failed to construct '${name}': Illegal constructor`);
	};

	const noDOM = (what) => { throw new Error(`${what}: there is no DOM here, as no document is rendered; leave this out, or run this part in a browser`); };
	const missing = (prototype, of, names) => {
		for (const name of names) {
			prototype[name] = {
				[name](...args) {
					const given = args.filter((arg) => typeof arg === 'string').map((arg) => `'${arg}'`).join(', ');
					noDOM(`${of}.${name}(${given})`);
				},
			}[name];
		}
	};
	let childrenOf, parentOf, setParentNode;
	class Node extends EventTarget {
		#children = [];
		#parent = null;
		constructor(key) {
			guard(key, 'Node');
			super();
		}
		static {
			childrenOf = (node) => node.#children;
			parentOf = (node) => node.#parent;
			setParentNode = (node, parent) => { node.#parent = parent; };
		}
		get childNodes() { return [...this.#children]; }
		get firstChild() { return this.#children[0] ?? null; }
		get lastChild() { return this.#children.at(-1) ?? null; }
		get parentNode() { return this.#parent; }
		get parentElement() { return this.#parent instanceof Element ? this.#parent : null; }
		get nextSibling() { return sibling(this, 1); }
		get previousSibling() { return sibling(this, -1); }
		get isConnected() { return this === document || (this.#parent?.isConnected ?? false); }
		get ownerDocument() { return document; }
		get nodeValue() { return null; }
		get textContent() { return this.#children.map((child) => child.textContent).join(''); }
		set textContent(text) { this.replaceChildren(...(`${text ?? ''}` === '' ? [] : [`${text}`])); }
		hasChildNodes() { return this.#children.length > 0; }
		contains(other) {
			for (let node = other; node; node = parentOf(node)) if (node === this) return true;
			return false;
		}
		insertBefore(node, before) {
			const nodes = node instanceof DocumentFragment ? node.childNodes : [node];
			if (!(node instanceof Node) || node.contains(this)) throw new DOMException('The new child cannot be inserted here.', 'HierarchyRequestError');
			const place = () => (before == null ? this.#children.length : this.#children.indexOf(before));
			if (place() < 0) throw new DOMException('The node before which the new node is to be inserted is not a child of this node.', 'NotFoundError');
			for (const child of nodes) {
				detach(child);
				this.#children.splice(place(), 0, child);
				setParentNode(child, this);
				setParent(child, this);
			}
			return node;
		}
		appendChild(node) { return this.insertBefore(node, null); }
		removeChild(node) {
			if (parentOf(node) !== this) throw new DOMException('The node to be removed is not a child of this node.', 'NotFoundError');
			detach(node);
			return node;
		}
		replaceChild(node, old) {
			this.insertBefore(node, old);
			return this.removeChild(old);
		}
		append(...nodes) { for (const node of nodes) this.appendChild(asNode(node)); }
		prepend(...nodes) {
			const first = this.firstChild;
			for (const node of nodes) this.insertBefore(asNode(node), first);
		}
		replaceChildren(...nodes) {
			for (const child of this.childNodes) detach(child);
			this.append(...nodes);
		}
		remove() { detach(this); }
		before(...nodes) { for (const node of nodes) parentOf(this)?.insertBefore(asNode(node), this); }
		after(...nodes) {
			const next = this.nextSibling;
			for (const node of nodes) parentOf(this)?.insertBefore(asNode(node), next);
		}
		replaceWith(...nodes) {
			this.before(...nodes);
			detach(this);
		}
	}
	missing(Node.prototype, 'Node', ['cloneNode']);
	expose(Node, { ELEMENT_NODE: 1, TEXT_NODE: 3, COMMENT_NODE: 8, DOCUMENT_NODE: 9, DOCUMENT_FRAGMENT_NODE: 11 });

	const detach = (node) => {
		const siblings = parentOf(node) && childrenOf(parentOf(node));
		siblings?.splice(siblings.indexOf(node), 1);
		setParentNode(node, null);
		setParent(node, null);
	};
	const sibling = (node, step) => {
		const siblings = parentOf(node) ? childrenOf(parentOf(node)) : [];
		return siblings[siblings.indexOf(node) + step] ?? null;
	};
	const asNode = (node) => (node instanceof Node ? node : new Text(secret, `${node}`));

	class CharacterData extends Node {
		constructor(key, data) {
			super(key);
			this.data = data;
		}
		get nodeValue() { return this.data; }
		set nodeValue(text) { this.data = `${text}`; }
		get textContent() { return this.data; }
		set textContent(text) { this.data = `${text}`; }
		get length() { return this.data.length; }
	}
	class Text extends CharacterData {
		get nodeType() { return 3; }
		get nodeName() { return '#text'; }
	}
	class Comment extends CharacterData {
		get nodeType() { return 8; }
		get nodeName() { return '#comment'; }
	}
	class DocumentFragment extends Node {
		get nodeType() { return 11; }
		get nodeName() { return '#document-fragment'; }
	}
	for (const constructor of [CharacterData, Text, Comment, DocumentFragment]) expose(constructor);

	const descendants = function* (node) {
		for (const child of childrenOf(node)) {
			if (child instanceof Element) yield child;
			yield* descendants(child);
		}
	};
	// matches is of selectors that are a list of compounds: a name, #id, .class, [attribute].
	const matches = (element, selectors) => `${selectors}`.split(',').some((compound) => {
		const parts = compound.trim().match(/^(\*|[\w-]+)?((?:#[\w-]+|\.[\w-]+|\[[\w-]+(?:=(?:"[^"]*"|'[^']*'|[\w-]+))?\])*)$/);
		if (parts === null || compound.trim() === '') return false;
		if (parts[1] && parts[1] !== '*' && parts[1].toUpperCase() !== element.tagName) return false;
		return (parts[2].match(/#[\w-]+|\.[\w-]+|\[[^\]]+\]/g) ?? []).every((part) => {
			if (part[0] === '#') return element.id === part.slice(1);
			if (part[0] === '.') return element.classList.contains(part.slice(1));
			const [name, value] = part.slice(1, -1).split(/=(.*)/s);
			return value === undefined ? element.hasAttribute(name) : element.getAttribute(name) === value.replace(/^(["'])(.*)\1$/s, '$2');
		});
	});
	const queries = (prototype) => {
		Object.assign(prototype, {
			querySelectorAll(selectors) { return [...descendants(this)].filter((element) => matches(element, selectors)); },
			querySelector(selectors) { return this.querySelectorAll(selectors)[0] ?? null; },
			getElementsByTagName(name) { return this.querySelectorAll(name); },
			getElementsByClassName(names) {
				const wanted = `${names}`.split(/\s+/).filter(Boolean);
				return [...descendants(this)].filter((element) => wanted.every((name) => element.classList.contains(name)));
			},
		});
	};

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
		get localName() { return this.#name.toLowerCase(); }
		get namespaceURI() { return xhtml; }
		get children() { return childrenOf(this).filter((child) => child instanceof Element); }
		get innerHTML() { return this.hasChildNodes() ? noDOM(`${this.localName}.innerHTML`) : ''; }
		set innerHTML(markup) {
			if (/[<&]/.test(`${markup}`)) noDOM(`${this.localName}.innerHTML`);
			this.textContent = markup;
		}
		get innerText() { return this.textContent; }
		set innerText(text) { this.textContent = text; }
		insertAdjacentElement(where, element) {
			const put = { beforebegin: 'before', afterbegin: 'prepend', beforeend: 'append', afterend: 'after' }[`${where}`.toLowerCase()];
			if (put === undefined) throw new DOMException(`The value provided ('${where}') is not one of 'beforeBegin', 'afterBegin', 'beforeEnd', or 'afterEnd'.`, 'SyntaxError');
			this[put](element);
			return element;
		}
		insertAdjacentText(where, text) { this.insertAdjacentElement(where, new Text(secret, `${text}`)); }
		matches(selectors) { return matches(this, selectors); }
		closest(selectors) {
			for (let node = this; node instanceof Element; node = node.parentNode) if (matches(node, selectors)) return node;
			return null;
		}
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
	missing(Element.prototype, 'Element', ['attachShadow', 'getBoundingClientRect', 'insertAdjacentHTML', 'requestFullscreen']);
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

	class HTMLTemplateElement extends HTMLElement {
		#content = new DocumentFragment(secret);
		get content() { return this.#content; }
	}
	expose(HTMLTemplateElement);
	class HTMLDivElement extends HTMLElement {}
	expose(HTMLDivElement);
	class HTMLSpanElement extends HTMLElement {}
	expose(HTMLSpanElement);
	// A canvas of a machine without a graphics card (HTML, section 4.12.5); nothing is drawn.
	class HTMLCanvasElement extends HTMLElement {
		getContext(type) {
			if (type === '2d' || type === 'bitmaprenderer') noDOM(`HTMLCanvasElement.getContext('${type}')`);
			return null;
		}
	}
	missing(HTMLCanvasElement.prototype, 'HTMLCanvasElement', ['toDataURL', 'toBlob', 'captureStream', 'transferControlToOffscreen']);
	for (const [name, initial] of [['width', 300], ['height', 150]]) {
		Object.defineProperty(HTMLCanvasElement.prototype, name, {
			get() { return /^\s*\+?\d+/.test(this.getAttribute(name) ?? '') ? parseInt(this.getAttribute(name), 10) : initial; },
			set(value) { this.setAttribute(name, value >>> 0); },
			configurable: true,
		});
	}
	expose(HTMLCanvasElement);

	// What createEvent makes (DOM, section 4.5), of what there is; Vue 2 reads the clock
	// of one.
	const legacyEvents = new Map([
		['event', 'Event'], ['events', 'Event'], ['htmlevents', 'Event'], ['svgevents', 'Event'], ['customevent', 'CustomEvent'],
		['messageevent', 'MessageEvent'], ['hashchangeevent', 'HashChangeEvent'],
	]);

	const elements = new Map([
		['a', HTMLAnchorElement], ['canvas', HTMLCanvasElement], ['div', HTMLDivElement], ['span', HTMLSpanElement], ['template', HTMLTemplateElement],
	]);
	// What these are made for does not happen here.
	const refused = new Set([
		'script', 'link', 'iframe', 'frame', 'img', 'video', 'audio', 'source', 'object', 'embed', 'form', 'dialog', 'slot',
	]);
	const xhtml = 'http://www.w3.org/1999/xhtml';

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
		getElementById(id) { return [...descendants(this)].find((element) => element.id === `${id}`) ?? null; }
		getElementsByName(name) { return [...descendants(this)].filter((element) => element.getAttribute('name') === `${name}`); }
		createElement(name) {
			const local = `${name}`.toLowerCase();
			if (refused.has(local)) noDOM(`document.createElement('${local}')`);
			return new (elements.get(local) ?? HTMLElement)(secret, local);
		}
		createElementNS(namespace, name) {
			return namespace === xhtml ? this.createElement(name) : noDOM(`document.createElementNS('${namespace}', '${name}')`);
		}
		createTextNode(data) { return new Text(secret, `${data}`); }
		createComment(data) { return new Comment(secret, `${data}`); }
		createDocumentFragment() { return new DocumentFragment(secret); }
	}
	queries(Document.prototype);
	missing(Document.prototype, 'document', [
		'createRange', 'createTreeWalker',
		'elementFromPoint', 'execCommand', 'exitFullscreen', 'getSelection', 'importNode', 'open', 'write', 'writeln',
	]);
	handlers(Document.prototype, ['readystatechange', 'visibilitychange', 'click', 'keydown', 'keyup']);
	expose(Document);
	class HTMLDocument extends Document {}
	expose(HTMLDocument);

	const document = new HTMLDocument(secret);
	setParent(document, windowTarget);
	const [root, head, body] = ['html', 'head', 'body'].map((name) => new HTMLElement(secret, name));
	document.append(root);
	root.append(head, body);
	return { Node, CharacterData, Text, Comment, DocumentFragment, Element, HTMLElement, HTMLAnchorElement, HTMLCanvasElement, HTMLDivElement, HTMLSpanElement, HTMLTemplateElement, Document, HTMLDocument, document };
})
