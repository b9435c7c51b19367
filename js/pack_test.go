package js_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/preprocess"
)

// A program that was packed needs its files no more, and shows their lines all the same.
func TestAPackedProgramRunsWithoutItsFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.ts": "import { greet } from './lib'\n// #ifdef K6\ngreet('中文🎉' as string)\n// #endif\nconsole.log(/\\p{Lu}/u.test('Ä'))\nnull!.gone",
		"lib.js":  "export const greet = (who) => console.log('hello', who)",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	packed, err := js.Bundle(js.Config{File: "main.ts", Build: preprocess.Build{Platform: "h5", Vue: 3, Words: map[string]bool{"K6": true}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main.ts", "lib.js"} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	program, err := js.Unpack(packed, preprocess.Build{Platform: "h5", Vue: 3})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		var stdout, stderr bytes.Buffer
		if err := program.Run(t.Context(), js.Config{Stdout: &stdout, Stderr: &stderr}); err == nil {
			t.Error("the error at the end is missing")
		}
		if want := "hello 中文🎉\ntrue\n"; stdout.String() != want {
			t.Errorf("stdout is %q, want %q", stdout.String(), want)
		}
		if want := "main.ts:6:7\nnull!.gone\n      ^\n"; !strings.HasPrefix(stderr.String(), want) {
			t.Errorf("stderr is %q, want %q…", stderr.String(), want)
		}
	}
}

func TestUnpackRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                           "this is no program of a bundle",
		`{"format":2,"file":"a.js"}`: "a.js: the bundle has format 2, and format 1 is read here",
		`{"format":1,"platform":"h5","vue":3,"code":"let 1"}`:   "the engine does not understand the bundled script",
		`{"format":1,"file":"a.js","platform":"mp-qq","vue":2}`: "a.js: the bundle was made for mp-qq with Vue 2, and is to run on h5 with Vue 3",
	} {
		if _, err := js.Unpack([]byte(text), preprocess.Build{Platform: "h5", Vue: 3}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want …%s…", text, err, want)
		}
	}
}
