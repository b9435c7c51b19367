package uniapp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/preprocess"
)

func TestAStoreIsFoundAgainInItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.json")
	s := open(t, path)
	for _, err := range []error{s.Set("b", "1"), s.Set("a", "文 \"x\""), s.Set("b", "2"), s.Set("c", ""), s.Remove("c"), s.Remove("never")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	again := open(t, path)
	if keys := again.Keys(); !slices.Equal(keys, []string{"b", "a"}) {
		t.Errorf("the keys are %q, want them in the order in which they were added", keys)
	}
	if v, ok := again.Get("a"); !ok || v != "文 \"x\"" {
		t.Errorf("a is %q, %v", v, ok)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("%v lie beside the file", files)
	}
	if err := again.Clear(); err != nil || len(open(t, path).Keys()) != 0 {
		t.Errorf("cleared: %v, %q left", err, open(t, path).Keys())
	}
}

func TestAStoreThatIsReadLeavesItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kept.json")
	if err := open(t, path).Set("a", "1"); err != nil {
		t.Fatal(err)
	}
	s, err := uniapp.ReadStore(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Set("a", "2"); err != nil {
		t.Fatal(err)
	}
	if v, _ := open(t, path).Get("a"); v != "1" {
		t.Errorf("the file has %q", v)
	}
}

func open(t *testing.T, path string) *uniapp.Store {
	t.Helper()
	s, err := uniapp.OpenStore(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPagesAreThoseOfThePlatform(t *testing.T) {
	dir := t.TempDir()
	pages := `{
		"pages": [ { "path": "pages/a/a" }, /* first */
			// #ifdef H5
			{ "path": "pages/web/web" },
			// #endif
		],
		"subPackages": [ { "root": "sub", "pages": [ { "path": "b/b" } ] } ]
	}`
	if err := os.WriteFile(filepath.Join(dir, "pages.json"), []byte(pages), 0o666); err != nil {
		t.Fatal(err)
	}
	for platform, want := range map[string]string{"h5": "pages/a/a pages/web/web sub/b/b", "mp-weixin": "pages/a/a sub/b/b"} {
		p, err := uniapp.OpenProject(filepath.Join(dir, "sub", "b", "b.vue"), preprocess.Build{Platform: platform})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(p.Pages(), " "); got != want || p.Path() != "sub/b/b" {
			t.Errorf("%s: %s at %s, want %s at sub/b/b", platform, got, p.Path(), want)
		}
	}
}
