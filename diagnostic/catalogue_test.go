package diagnostic_test

import (
	"flag"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/unisocket/uni/internal/generated"

	"github.com/unisocket/uni/diagnostic"
)

var update = flag.Bool("update", false, "write docs/diagnostics.md")

const documentHead = `# Diagnostics

The portability problems that ` + "`unisocket run` and `unisocket check`" + ` tell of, by their stable names. B1 to B30 are the numbers of
[behaviour.md](behaviour.md), section 6, which has the sources; those of HTTP follow. … is filled in for the platform and the place. This file is written
by ` + "`go test ./diagnostic -update`" + `.

| name | | what happens | what to do |
|---|---|---|---|
`

var verb = regexp.MustCompile(`%[a-z]`)

func TestTheDocumentationListsTheCatalogue(t *testing.T) {
	const path = "../docs/diagnostics.md"
	var b strings.Builder
	b.WriteString(documentHead)
	for _, p := range diagnostic.All() {
		text := verb.ReplaceAllString(p.Text, "…")
		if text == "…" {
			text = "(differs by platform)"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", p.Name, p.Number, text, p.Hint)
	}
	generated.Document(t, path, b.String(), *update)
}

func TestTheCatalogueCoversTheThirtyProblems(t *testing.T) {
	numbers, names := map[string]bool{}, map[string]bool{}
	for _, p := range diagnostic.All() {
		if names[p.Name] {
			t.Errorf("%s is there twice", p.Name)
		}
		names[p.Name], numbers[p.Number] = true, true
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(p.Name) {
			t.Errorf("the name %q is not of words with hyphens", p.Name)
		}
		if p.Text == "" || p.Hint == "" || strings.Contains(p.Hint, "%") {
			t.Errorf("%s: %q, %q", p.Name, p.Text, p.Hint)
		}
		if diagnostic.Lookup(p.Name) != p {
			t.Errorf("%s is not found", p.Name)
		}
	}
	for n := 1; n <= 30; n++ {
		if number := fmt.Sprintf("B%d", n); !numbers[number] {
			t.Errorf("%s has no diagnostic", number)
		}
	}
}
