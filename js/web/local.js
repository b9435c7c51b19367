// What data: and blob: URLs stand for (Fetch, section 6; File API, section 8).
(function (native) {
	'use strict';

	const { blobURLs } = native;
	const { Uint8Array, TextEncoder, atob } = globalThis;
	const content = Symbol.for('uni.blob');

	const ofData = (url) => {
		const m = /^data:([^,]*?)(;\s*base64)?,(.*)$/is.exec(url.replace(/#.*$/s, ''));
		if (m === null) return null;
		try {
			const bytes = m[2] !== undefined
				? Uint8Array.from(Array.from(atob(decodeURIComponent(m[3]))), (c) => c.charCodeAt(0))
				: new TextEncoder().encode(decodeURIComponent(m[3]));
			return { type: m[1] === '' ? 'text/plain;charset=US-ASCII' : m[1], buffer: bytes.buffer };
		} catch {
			return null; // its escapes or its base64 are broken
		}
	};

	// localResource is the type and the bytes of such a URL, or null.
	const localResource = (url) => {
		if (/^data:/i.test(url)) return ofData(url);
		const blob = blobURLs.get(url.replace(/#.*$/s, ''));
		return blob === undefined ? null : { type: blob.type, buffer: blob[content].slice(0) };
	};

	return { localResource };
})
