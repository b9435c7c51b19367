package manifest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/unisocket/uni/manifest"
)

func TestFind(t *testing.T) {
	for _, test := range []struct {
		name  string
		files []string // a name that ends in / is a folder
		dir   string
		want  string // "" for none
	}{
		{"beside the script", []string{".git/", "manifest.json"}, ".", "manifest.json"},
		{"in src, where the command line's projects have it", []string{".git/", "src/manifest.json"}, ".", "src/manifest.json"},
		{"in src, above the script",
			[]string{"package.json", "src/manifest.json", "src/pages/x/"}, "src/pages/x", "src/manifest.json"},
		{"in the root, above src",
			[]string{"package.json", "manifest.json", "src/pages/x/"}, "src/pages/x", "manifest.json"},
		{"in src, for a script beside it",
			[]string{"package.json", "src/manifest.json", "scripts/"}, "scripts", "src/manifest.json"},
		{"in src rather than the root, for a script in src",
			[]string{"manifest.json", "src/manifest.json", "src/pages/x/"}, "src/pages/x", "src/manifest.json"},
		{"above the script", []string{".git/", "manifest.json", "pages/index/"}, "pages/index", "manifest.json"},
		{"the nearest", []string{".git/", "manifest.json", "a/manifest.json", "a/b/"}, "a/b", "a/manifest.json"},
		{"in a folder that does not exist", []string{".git/", "manifest.json"}, "missing", "manifest.json"},
		{"for a plugin, that of the app around it",
			[]string{"package.json", "manifest.json", "uni_modules/chat/package.json", "uni_modules/chat/js/"},
			"uni_modules/chat/js", "manifest.json"},
		{"for a plugin in src, that of the app around it",
			[]string{"package.json", "src/manifest.json", "src/uni_modules/chat/package.json"},
			"src/uni_modules/chat", "src/manifest.json"},
		{"not above .git", []string{"manifest.json", "app/.git/", "app/pages/"}, "app/pages", ""},
		{"not above package.json", []string{"manifest.json", "app/package.json", "app/pages/"}, "app/pages", ""},
		{"not above package.json, from deep in src",
			[]string{"manifest.json", "src/manifest.json", "app/package.json", "app/src/pages/x/"}, "app/src/pages/x", ""},
		{"not a folder of that name", []string{".git/", "manifest.json/"}, ".", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			for _, name := range test.files {
				create(t, filepath.Join(root, name), name[len(name)-1] == '/')
			}
			got, ok := manifest.Find(filepath.Join(root, test.dir))
			want := ""
			if test.want != "" {
				want = filepath.Join(root, filepath.FromSlash(test.want))
			}
			if got != want || ok != (want != "") {
				t.Errorf("Find = %q, %v; want %q", got, ok, want)
			}
		})
	}
}

func create(t *testing.T, path string, folder bool) {
	t.Helper()
	if folder {
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"vueVersion": "2"}`), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "manifest.json")
	if _, err := manifest.Load(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there gives %v", err)
	}
	create(t, path, false)
	m, err := manifest.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if m.Path != path || m.VueVersion != 2 {
		t.Errorf("%+v", m)
	}
}
