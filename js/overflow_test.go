package js_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/unisocket/uni/js"
)

// An async function or a generator takes several steps to be entered, and how deep the
// stack is decides in which of them it overflows.
func TestOverflowWhereAFunctionIsEntered(t *testing.T) {
	for name, source := range map[string]string{
		"an async function":   "async function f() { return 1 + await f() }",
		"an async arrow":      "const f = async () => { await (async () => { await f() })() }",
		"an async method":     "class A { async m() { await this.m() } }; const f = () => new A().m()",
		"a generator":         "function* g() { yield* g() }; const f = () => { for (const x of g()); }",
		"a generator's value": "function* g(n) { yield n; yield* g(n + 1) }; const f = () => { for (const x of g(0)); }",
	} {
		for depth := range 4 {
			t.Run(fmt.Sprint(name, " ", depth), func(t *testing.T) {
				var out, problems bytes.Buffer
				err := js.Run(t.Context(), js.Config{
					File: script(t, source+`
const at = (depth) => depth > 0 ? at(depth - 1) : f()
try { at(`+fmt.Sprint(depth)+`)?.then?.(null, (e) => console.log(String(e))) } catch (e) { console.log(String(e)) }
setTimeout(() => console.log('goes on'))`),
					Stdout: &out, Stderr: &problems,
				})
				const overflow = "RangeError: Maximum call stack size exceeded"
				caught := err == nil && out.String() == overflow+"\ngoes on\n"
				ended := err != nil && out.String() == "" && strings.Contains(problems.String(), "\n"+overflow+"\n    at ")
				if !caught && !ended {
					t.Errorf("%v; stdout %q, stderr %q", err, out.String(), problems.String())
				}
			})
		}
	}
}
