// Symbols that the engine lacks, for what esbuild makes of newer syntax.
(function () {
	'use strict';

	for (const name of ['asyncIterator', 'dispose', 'asyncDispose']) {
		if (!Symbol[name]) Object.defineProperty(Symbol, name, { value: Symbol('Symbol.' + name) });
	}
})
