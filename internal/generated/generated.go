// Package generated keeps documents true that are made from data: a test makes one
// again and compares.
package generated

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Document compares the file at path with text; update writes it first.
func Document(t *testing.T, path, text string, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A checkout on Windows may have other line ends.
	if diff := cmp.Diff(text, strings.ReplaceAll(string(data), "\r\n", "\n")); diff != "" {
		t.Errorf("%s is not what the data say; -update writes it (-data +file):\n%s", path, diff)
	}
}
