package js_test

import (
	"strings"
	"testing"

	"github.com/unisocket/uni/js"
)

func TestABigIntThatIsTooLargeIsARangeError(t *testing.T) {
	const refusal = "RangeError: Maximum BigInt size exceeded"
	for expression, want := range map[string]string{
		"1n << 2n ** 40n":                   refusal,
		"1n >> -(2n ** 40n)":                refusal,
		"2n ** 2n ** 40n":                   refusal,
		"1n << 99999999999n":                refusal,
		"(() => { x <<= 2n ** 40n })()":     refusal,
		"(() => { o.x **= 2n ** 40n })()":   refusal,
		"BigInt.asUintN(2 ** 40, -1n)":      refusal,
		"BigInt.asIntN(2 ** 53 - 1, 5n)":    refusal,
		"BigInt.asUintN(8, -1n)":            "255",
		"BigInt.asIntN(2 ** 53, 5n)":        "RangeError",
		"5n << BigInt(3)":                   "40",
		"-5n >> BigInt(1)":                  "-3",
		"(1n << 70n).toString(16).length":   "18",
		"5 << n":                            "40",
		"2 ** n":                            "8",
		"({ valueOf: () => 2 }) << o.three": "16",
		"1n << n":                           "TypeError",
	} {
		var out strings.Builder
		source := "let x = 1n, n = 3; const o = { x: 2n, three: { valueOf() { return 3 } } }\n" +
			"try { console.log(String(" + expression + ")) } catch (e) { console.log(`${e}`) }"
		err := js.Run(t.Context(), js.Config{File: script(t, source), Stdout: &out})
		if err != nil || !strings.HasPrefix(out.String(), want) {
			t.Errorf("%s: %q, want %q; %v", expression, out.String(), want, err)
		}
	}
}
