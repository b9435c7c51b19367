package js

import (
	"strings"
	"testing"
)

// Each case is a component and parts of its module that have to stand on the lines of
// the component on which they stood.
func TestTheLinesOfAComponentAreThoseOfItsModule(t *testing.T) {
	for name, c := range map[string]struct {
		source, lang string
		lines        map[int]string // from 1
	}{
		"a script": {
			"<template>\n<view/>\n</template>\n<script lang=\"ts\">\nexport default { a: 1 as number }\n</script>\n", "ts",
			map[int]string{5: "export default { a: 1 as number }"},
		},
		"no script": {"<template>\n</template>", "", map[int]string{1: "export default {}"}},
		"a script elsewhere": {
			"<template/>\n<script src=\"./a.js\" />", "",
			map[int]string{2: `export * from "./a.js"`},
		},
		"setup": {
			"<script setup>\nimport a from 'a'\n\nconst b = a\n</script>", "",
			map[int]string{2: "import a from 'a'", 4: "const b = a", 6: "export default Object.assign({}, __setup__);"},
		},
		"setup behind a script": {
			"<script>\nexport default { name: 'x' }\n</script>\n<script setup>\nimport a from 'a'\na()\n</script>", "",
			map[int]string{2: "const __default__ = { name: 'x' }", 5: "import a from 'a'", 6: "a()", 8: "Object.assign(__default__, __setup__)"},
		},
		"setup before a script": {
			"<script setup>\na()\n</script>\n<script>\nexport const b = 1\n</script>", "",
			map[int]string{2: "a()", 5: "export const b = 1"},
		},
		"an import below other statements": {
			"<script setup>\nconst a = 1\nimport {\n  b,\n} from 'b'\nb(a)\n</script>", "",
			map[int]string{1: "import {   b, } from 'b'", 2: "const a = 1", 6: "b(a)"},
		},
		"await": {
			"<script setup>\nconst a = await b()\n</script>", "",
			map[int]string{1: "async setup(", 2: "const a = await b()"},
		},
		"exported types": {
			"<script setup lang=\"ts\">\nconst a = 1\nexport interface B { c: string }\n</script>", "ts",
			map[int]string{3: "       interface B { c: string }"},
		},
		"scripts that are none": {
			"<!-- <script>\nno\n</script> -->\n<template><script>\nno\n</script></template>\n<script module=\"m\" lang=\"wxs\">\nno\n</script>\n<script>\nyes()\n</script>", "",
			map[int]string{11: "yes()"},
		},
	} {
		code, lang := parseComponent(c.source).module()
		if lang != c.lang {
			t.Errorf("%s: the language is %q, want %q", name, lang, c.lang)
		}
		lines := strings.Split(code, "\n")
		for n, want := range c.lines {
			if n > len(lines) || !strings.Contains(lines[n-1], want) {
				t.Errorf("%s: line %d is not %s in:\n%s", name, n, want, code)
			}
		}
		if strings.Contains(code, "no\n") {
			t.Errorf("%s: the module has a script that is none:\n%s", name, code)
		}
	}
}

func TestTheScannerTellsWordsFromText(t *testing.T) {
	for code, want := range map[string]bool{
		"await a()":                      true,
		"const a = 'await b'":            false,
		"const a = `${await b}`":         false, // in braces
		"// await b":                     false,
		"/* await\n b */ a":              false,
		"const r = /[/]await '/\nb":      false,
		"const r = a / b\nawait c / d":   true,
		"async () => { await b }":        false,
		"const f = async () => await(b)": true,
		"const o = { awaits: 1 }":        false,
		"a.b = '\\'' ; await c":          true,
		"const t = `a ${ `}` } b`;await": true,
	} {
		if got := find(code, awaitWord) >= 0; got != want {
			t.Errorf("%q waits: %v, want %v", code, got, want)
		}
	}
}

func TestVariablesAreReadAsViteDoes(t *testing.T) {
	got := parseEnv("# comment\nA=1\nexport B = two words # comment\nC=\"a\\nb # c\"\nD='$A'\nE=\nF=a#b\n bad line\nG: x\n")
	want := map[string]string{"A": "1", "B": "two words", "C": "a\nb # c", "D": "$A", "E": "", "F": "a", "G": "x"}
	if len(got) != len(want) {
		t.Errorf("%q, want %q", got, want)
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	env := map[string]string{"HOST": "h"}
	for value, want := range map[string]string{"$HOST/a": "h/a", "${HOST}b": "hb", `\$HOST`: "$HOST", "$NOBODY_SET_THIS": ""} {
		if got := expandEnv(value, env); got != want {
			t.Errorf("%s is %q, want %q", value, got, want)
		}
	}
}
