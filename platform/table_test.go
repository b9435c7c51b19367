package platform

import (
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/unisocket/uni/internal/generated"
)

var update = flag.Bool("update", false, "write docs/platforms.md")

// documentHead stands before the generated table in docs/platforms.md.
const documentHead = `# Platforms

What each platform does, as the data of package platform say: this file is written by
` + "`go test ./platform -update`" + ` and checked by the tests, so that it cannot drift from what runs. § is a section
of [behaviour.md](behaviour.md), # a number of the checklist in its section 7, golden/… a recording in testdata. Where no
source says what a platform does it is *unknown*, and the documented contract ([seed.md](seed.md)) is what is done.

`

func TestTheDocumentationShowsTheTable(t *testing.T) {
	const path = "../docs/platforms.md"
	var b strings.Builder
	b.WriteString(documentHead)
	if err := Table(All()).WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	generated.Document(t, path, b.String(), *update)
}

func TestEveryCellHasAValueAndASource(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		for _, f := range append(p.Facts(), p.Changes()...) {
			if f.Value == "" || f.Source == "" {
				t.Errorf("%s: %q from %q", f.Topic, f.Value, f.Source)
			}
		}
	})
}

func TestSourcesAreOfTopicsThatThereAre(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		for name := range p.sources {
			if !slices.ContainsFunc(topics, func(t topic) bool { return t.name == name }) {
				t.Errorf("there is no topic %q", name)
			}
		}
	})
}

func TestVersionsAreAsTheyWere(t *testing.T) {
	for _, c := range []struct {
		name    string
		vue     int
		topic   string
		want    string
		version int // of Vue
	}{
		{"mp-weixin", 0, "sockets at once", "5", 3},
		{"mp-weixin@1.7.0", 0, "sockets at once", "5", 3},
		{"mp-weixin@1.6.9", 0, "sockets at once", "1; a new one replaces it", 3},
		{"mp-weixin@2.10.3", 0, "open event", "{header}", 3},
		{"mp-weixin@1.9.0", 0, "open event", "{}", 3},
		{"mp-baidu@1.9.3", 2, "connectSocket returns", "nothing", 2},
		{"mp-baidu@1.9.4", 0, "connectSocket returns", "a task", 3},
		{"app@2.9.5", 0, "option header", "ignored", 2},
		{"app@2.9.6", 0, "option header", "reaches the server", 2},
		{"app@2.2.5", 0, "binary messages", "none", 2},
		{"app@3.7.11", 0, "close event", "{}", 3},
		{"app@3.7.11", 2, "close event", "{}", 2},
		{"app@3.7.12", 0, "close event", "{code, reason}", 3},
		{"h5@3.7", 0, "close event", "{}", 3},
	} {
		p, err := Lookup(c.name, c.vue)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.Vue != c.version {
			t.Errorf("%s is of Vue %d, want %d", c.name, p.Vue, c.version)
		}
		if got := p.cells([]string{c.topic}); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %s is %q, want %q", c.name, c.topic, got, c.want)
		}
	}
	// The newest stays as it is.
	if got := app.cells([]string{"close event"}); got[0] != "{code, reason}" {
		t.Errorf("looking up an old version has changed the newest: %q", got)
	}
}
