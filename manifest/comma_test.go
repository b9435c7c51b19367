package manifest_test

import (
	"testing"

	"github.com/unisocket/uni/manifest"
)

func TestVue2RefusesTrailingCommas(t *testing.T) {
	for _, c := range []struct{ source, at string }{
		{`{ "h5": {} }`, ""},
		{"{ // c\n \"x\": [1] /* , */ }", ""},
		{`{ "h5": {}, }`, "m.json:1:11"},
		{"{\n  \"xy\": [ 1 /* one */ , ]\n}", "m.json:2:23"},
		{`{ "a": { "b": 1, }, }`, "m.json:1:16"},
	} {
		m, err := manifest.Parse("m.json", []byte(c.source))
		if err != nil {
			t.Fatalf("%s: %v", c.source, err)
		}
		if err := m.CheckFor(3); err != nil {
			t.Errorf("Vue 3, %s: %v", c.source, err)
		}
		err = m.CheckFor(2)
		if (err == nil) != (c.at == "") || err != nil && len(err.Error()) > 0 && err.Error()[:len(c.at)] != c.at {
			t.Errorf("Vue 2, %s: %v, want it at %q", c.source, err, c.at)
		}
	}
	if err := (*manifest.Manifest)(nil).CheckFor(2); err != nil {
		t.Errorf("no manifest: %v", err)
	}
}
