package js_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/unisocket/uni/js"
)

// Each line of testdata/json.txt is a text and what V8 says of it, as an array in
// JavaScript, which unlike Go's JSON keeps halves of surrogate pairs.
func TestJSONParseSpeaksAsV8(t *testing.T) {
	table, err := os.ReadFile("testdata/json.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, js.Config{File: script(t, `
const table = [
`+string(table)+`];
let agreed = 0;
for (const [text, want] of table) {
	let got = null;
	try {
		JSON.parse(text);
	} catch (e) {
		got = e instanceof SyntaxError ? e.message : 'no SyntaxError: ' + e;
	}
	if (got === want) agreed++;
	else console.error('of', [text], '\n  want', [want], '\n  got ', [got]);
}
console.log(agreed);
`)})
	if got["stderr"] != "" || got["error"] != "" {
		t.Errorf("%s%s", got["stderr"], got["error"])
	}
	if want := strings.Count(string(table), "\n["); got["stdout"] != strconv.Itoa(want)+"\n" {
		t.Errorf("%d texts agree, said it: %q", want, got["stdout"])
	}
}

func TestJSONParseKeepsHalvesOfSurrogatePairs(t *testing.T) {
	got := run(t, js.Config{File: script(t, `
const text = JSON.stringify(['a\ud800b', '\udc00', '😀', '\\\\ud800', { '\ud83d': ['\ude00\ud83d'], b: 1 }]);
const again = (v) => JSON.stringify(v) === text;
console.log(text);
console.log(again(JSON.parse(text)), again(JSON.parse(text, (k, v) => v)), JSON.parse('"\ud800"').charCodeAt(0) === 0xd800);
try { JSON.parse('["\\ud800"') } catch (e) { console.log(e.message) }
`)})
	want := `["a\ud800b","\udc00","😀","\\\\ud800",{"\ud83d":["\ude00\ud83d"],"b":1}]
true true true
Expected ',' or ']' after array element in JSON at position 9 (line 1 column 10)
`
	if got["stdout"] != want {
		t.Errorf("got %s, stderr %s", got["stdout"], got["stderr"])
	}
}

func TestJSONIsNestedAsDeeplyAsInV8(t *testing.T) {
	got := run(t, js.Config{File: script(t, `
const text = '['.repeat(1e5) + ']'.repeat(1e5);
let deep = JSON.parse(text), depth = 0;
for (let a = deep; a; a = a[0]) depth++;
console.log(depth);
for (const fn of [
	() => JSON.parse(text, (k, v) => v),
	() => JSON.stringify(deep),
	() => JSON.stringify({ toJSON() { return JSON.stringify(this); } }),
]) {
	try { fn() } catch (e) { console.log(e instanceof RangeError, e.message) }
}
`)})
	want := "100000\n" + strings.Repeat("true Maximum call stack size exceeded\n", 3)
	if got["stdout"] != want || got["error"] != "" {
		t.Errorf("got %s%s", got["stdout"], got["error"])
	}
}

func TestJSONRunsNoJobsAsACallbackOfAPromise(t *testing.T) {
	got := run(t, js.Config{File: script(t, `
Promise.resolve({ toJSON() { Promise.resolve().then(() => console.log('third')); return 'json' } }).then(JSON.stringify).then((s) => console.log(s));
Promise.resolve('{"\ud800":1}').then(JSON.parse).then((o) => console.log(Object.keys(o)[0].length));
Promise.resolve().then(() => console.log('first'));
`)})
	if want := "first\nthird\n\"json\"\n1\n"; got["stdout"] != want {
		t.Errorf("got %s, want %s, stderr %s", got["stdout"], want, got["stderr"])
	}
}
