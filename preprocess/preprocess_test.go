package preprocess_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/unisocket/uni/preprocess"
)

var h5 = preprocess.NewContext(preprocess.Build{Platform: "h5"})

// kept returns which of the conditions hold in b.
func kept(t *testing.T, b preprocess.Build, conditions ...string) []string {
	t.Helper()
	var src strings.Builder
	for _, condition := range conditions {
		src.WriteString("// #ifdef " + condition + "\n" + condition + "\n// #endif\n")
	}
	code, err := preprocess.Process(src.String(), preprocess.NewContext(b))
	if err != nil {
		t.Fatal(err)
	}
	return strings.FieldsFunc(code, func(r rune) bool { return r == '\n' })
}

func TestABuildDecidesTheWords(t *testing.T) {
	words := []string{
		"H5", "WEB", "APP", "APP-PLUS", "APP-VUE", "APP-UVUE", "APP-ANDROID", "APP-IOS", "APP-HARMONY", "MP", "MP-WEIXIN", "MP-NEW",
		"VUE2", "VUE3", "UNI-APP-X",
	}
	for _, test := range []struct {
		build preprocess.Build
		want  string
	}{
		{preprocess.Build{Platform: "h5"}, "H5 WEB VUE3"},
		{preprocess.Build{Platform: "web"}, "H5 WEB VUE3"},
		{preprocess.Build{Platform: "h5", Vue: 2}, "H5 WEB VUE2"},
		{preprocess.Build{Platform: "h5", X: true}, "H5 WEB VUE3 UNI-APP-X"},
		{preprocess.Build{Platform: "app", Vue: 3}, "APP APP-PLUS APP-VUE VUE3"},
		{preprocess.Build{Platform: "app", Vue: 2}, "APP APP-PLUS APP-VUE VUE2"},
		{preprocess.Build{Platform: "app-android"}, "APP APP-PLUS APP-VUE VUE3"},
		{preprocess.Build{Platform: "app-android", X: true}, "APP APP-UVUE APP-ANDROID VUE3 UNI-APP-X"},
		{preprocess.Build{Platform: "app-ios", X: true}, "APP APP-UVUE APP-IOS VUE3 UNI-APP-X"},
		{preprocess.Build{Platform: "app-harmony", X: true}, "APP APP-UVUE APP-HARMONY VUE3 UNI-APP-X"},
		{preprocess.Build{Platform: "mp-new"}, "MP MP-NEW VUE3"},
		{preprocess.Build{Platform: "mp-weixin", Words: map[string]bool{"mp-new": true, "MP": false}}, "MP-WEIXIN MP-NEW VUE3"},
		{preprocess.Build{Platform: "h5", Words: map[string]bool{"VUE3": false}}, "H5 WEB VUE3"},
	} {
		if got := strings.Join(kept(t, test.build, words...), " "); got != test.want {
			t.Errorf("%+v has %s, want %s", test.build, got, test.want)
		}
	}
}

func TestTheVersionIsTheBuilds(t *testing.T) {
	conditions := []string{"uniVersion == 5.26", "uniVersion == 4.75"}
	if got := kept(t, preprocess.Build{}, conditions...); len(got) != 1 || got[0] != conditions[0] {
		t.Errorf("without a version, %q hold", got)
	}
	if got := kept(t, preprocess.Build{Version: 4.75}, conditions...); len(got) != 1 || got[0] != conditions[1] {
		t.Errorf("with version 4.75, %q hold", got)
	}
}

func TestAConditionSeesTheEnvironment(t *testing.T) {
	build := preprocess.Build{Env: map[string]string{"NODE_ENV": "production"}}
	got := kept(t, build, `process.env.NODE_ENV === "production"`, `process.env.NODE_ENV === "development"`, "process.env.OTHER")
	if len(got) != 1 || !strings.HasSuffix(got[0], `"production"`) {
		t.Errorf("%q hold", got)
	}
}

func TestAnAssignmentEndsWithTheText(t *testing.T) {
	const src = "// #if H5 = false\n// #endif\n// #ifdef H5\na()\n// #endif"
	for range 2 {
		if code, err := preprocess.Process(src, h5); err != nil || code != "\n\n\n\n" {
			t.Errorf("got %q, %v", code, err)
		}
	}
}

func TestKeepingLinesKeepsThoseOfADroppedElse(t *testing.T) {
	for src, want := range map[string]string{
		"// #ifdef H5\na()\n// #else\nb()\n// #endif\nc()":                      "\na()\n\n\n\nc()",
		"// #ifdef APP\na()\n// #else\nb()\n// #endif\nc()":                     "\n\n\nb()\n\nc()",
		"// #ifdef H5\r\na()\r\n// #else\r\nb()\r\n// #endif\r\nc()":            "\r\na()\r\n\r\n\r\n\r\nc()",
		"x(/* #ifdef H5 */ 1 /* #else */ 2 /* #endif */)\ny()":                  "x( 1)\ny()",
		"// #ifdef H5\n// #ifdef APP\n// #else\na()\n// #endif\n// #endif\nb()": "\n\n\na()\n\n\nb()",
	} {
		if code, err := preprocess.ProcessKeepingLines(src, h5); err != nil || code != want {
			t.Errorf("%q became %q, %v; want %q", src, code, err, want)
		}
	}
}

func TestAnErrorSaysWhereAndWhy(t *testing.T) {
	for _, test := range []struct {
		src          string
		line, column int
		reason       string
	}{
		{"a()\n  // #endif", 2, 3, "this #endif ends nothing"},
		{"a()\r\n\r\n中文 /* #endif */", 3, 4, "this #endif ends nothing"},
		{"a()\n// #ifdef H5\n// #ifdef APP\n// #endif", 2, 1, "no #endif"},
		{"// #ifdef H5\n\t// #ifdef H5 APP\n// #endif\n// #endif", 2, 2, "#ifdef H5 APP is no valid condition: Unexpected identifier; words are joined by || and &&"},
		{"// #ifdef H5 // 网页\n// #endif", 1, 1, "its // makes a comment of the rest"},
		{"// #ifdef (H5 || APP\n// #endif", 1, 1, "it has a ( or ) too many"},
		{"// #if uniVersion >= 3.9.0\n// #endif", 1, 1, "write 3.9, not 3.9.0"},
		{"// #if default\n// #endif", 1, 1, "Unexpected token default"},
		{"// #IFDEF H5\n// #endif", 1, 1, "#IFDEF must be written #ifdef"},
	} {
		code, err := preprocess.Process(test.src, h5)
		var e *preprocess.Error
		if !errors.As(err, &e) {
			t.Errorf("%q gave the error %v", test.src, err)
			continue
		}
		if code != test.src {
			t.Errorf("%q became %q", test.src, code)
		}
		if e.Line != test.line || e.Column != test.column || !strings.Contains(e.Error(), test.reason) {
			t.Errorf("%q: %v; want %d:%d, %s", test.src, e, test.line, test.column, test.reason)
		}
	}
}

func TestADeepConditionIsRefused(t *testing.T) {
	for _, condition := range []string{
		strings.Repeat("(", 1e6), strings.Repeat("!", 1e6) + "H5", strings.Repeat("[", 1e6), strings.Repeat("`${", 1e6),
		strings.Repeat("new ", 1e5) + "H5", strings.Repeat("H5 = ", 1e5) + "H5", strings.Repeat("H5 ? 1 : ", 1e5) + "H5",
	} {
		if _, err := preprocess.Process("// #if "+condition+"\n// #endif", h5); err == nil || len(err.Error()) > 500 {
			t.Errorf("%.20s… gave the error %.500v", condition, err)
		}
	}
}

func TestALongTextIsNoMatterOfDepth(t *testing.T) {
	const deep = 5000
	src := strings.Repeat("// #ifdef H5\n", deep) + "a()" + strings.Repeat("\n// #endif", deep)
	code, err := preprocess.Process(src, h5)
	if want := strings.Repeat("\n", deep) + "a()" + strings.Repeat("\n", deep); err != nil || code != want {
		t.Errorf("got %.80q…, %v", code, err)
	}
}

func BenchmarkProcess(b *testing.B) {
	page := strings.Repeat("const color = '#ff0000' // a line of a bundle, as they are\n", 20)
	bundles := map[string]string{
		"directives": strings.Repeat(page+"// #ifdef H5 || MP-WEIXIN\na()\n// #else\nb()\n// #endif\n", 1<<20/len(page)),
		"none":       strings.Repeat(page, 1<<20/len(page)),
		"blanks":     strings.Repeat(strings.Repeat(" ", 1<<10)+"#", 1<<10),
		"one line":   strings.Repeat("/* #ifdef APP */x/* #endif */", 1<<15),
	}
	for name, src := range bundles {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				if _, err := preprocess.Process(src, h5); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
