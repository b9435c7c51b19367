// The URLs of Blobs (File API, section 8).
(function (native) {
	'use strict';

	const { URL, Blob, crypto } = globalThis;
	const { origin } = native.page();
	const blobURLs = new Map();
	URL.createObjectURL = {
		createObjectURL(blob) {
			if (!(blob instanceof Blob)) {
				throw new TypeError("Failed to execute 'createObjectURL' on 'URL': Overload resolution failed.");
			}
			const url = `blob:${origin}/${crypto.randomUUID()}`;
			blobURLs.set(url, blob);
			return url;
		},
	}.createObjectURL;
	URL.revokeObjectURL = { revokeObjectURL(url) { blobURLs.delete(`${url}`); } }.revokeObjectURL;
	return { blobURLs };
})
