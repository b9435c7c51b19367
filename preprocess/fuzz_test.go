package preprocess_test

import (
	"strings"
	"testing"

	"github.com/unisocket/uni/preprocess"
)

func lines(s string) int {
	return strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n")
}

// FuzzProcess holds every text to what is true of any: a text that was given up is unchanged, lines are kept by the
// one that says so and never added by the other, and a result without a # is final.
func FuzzProcess(f *testing.F) {
	for _, r := range recordings(f) {
		f.Add(r.Source)
	}
	contexts := []*preprocess.Context{
		h5, preprocess.NewContext(preprocess.Build{Platform: "mp-weixin", Vue: 2}),
		preprocess.NewContext(preprocess.Build{Platform: "app-android", X: true}),
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, c := range contexts {
			code, err := preprocess.Process(src, c)
			aligned, alignedErr := preprocess.ProcessKeepingLines(src, c)
			if (err == nil) != (alignedErr == nil) {
				t.Fatalf("%q: %v, but keeping lines: %v", src, err, alignedErr)
			}
			if err != nil {
				if code != src || aligned != src {
					t.Fatalf("%q became %q and %q, with the error %v", src, code, aligned, err)
				}
				continue
			}
			if lines(aligned) != lines(src) {
				t.Fatalf("%q has %d lines, %q has %d", src, lines(src), aligned, lines(aligned))
			}
			if lines(code) > lines(src) {
				t.Fatalf("%q has %d lines, %q has %d", src, lines(src), code, lines(code))
			}
			if strings.Contains(code, "#") {
				continue
			}
			final := code
			if strings.IndexByte(code, '\r') == len(code)-1 && code != "" {
				final = code[:len(code)-1] + "\n" // a lone \r at the end decides nothing
			}
			if again, err := preprocess.Process(code, c); again != final || err != nil {
				t.Fatalf("%q became %q, then %q, %v", src, code, again, err)
			}
		}
	})
}
