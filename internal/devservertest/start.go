// Package devservertest starts the development server for tests.
package devservertest

import (
	"testing"

	"github.com/unisocket/uni/devserver"
)

// Start returns a server on a free port of loopback that is closed with the test.
func Start(t *testing.T, c devserver.Config) *devserver.Server {
	t.Helper()
	s, err := devserver.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
