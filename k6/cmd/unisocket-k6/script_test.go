package main

import (
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/transcript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"unisocket-k6": main})
}

// TestScripts runs the transcripts in testdata. They find $SERVER, the development server
// over ws, and $SECURE, over wss; unisocket, which makes bundles; the module summary.js; and
// the examples, in examples and k6/examples.
func TestScripts(t *testing.T) {
	bin := t.TempDir()
	build := exec.Command("go", "build", "-C", "../../..", "-pgo=off", "-o", filepath.Join(bin, "unisocket"+exe()), "./cmd/unisocket")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building unisocket: %v\n%s", err, out)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup:               func(env *testscript.Env) error { return setup(env, bin) },
		Condition:           condition,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": transcript.Exits, "broker": broker},
	})
}

func exe() string {
	if os.PathSeparator == '\\' {
		return ".exe"
	}
	return ""
}

func setup(env *testscript.Env, bin string) error {
	server, err := devserver.New(devserver.Config{})
	if err != nil {
		return err
	}
	if err := server.Start(""); err != nil {
		return err
	}
	env.Defer(func() { server.Close() })
	refusing := httptest.NewUnstartedServer(http.NotFoundHandler())
	refusing.Config.ErrorLog = log.New(io.Discard, "", 0)
	refusing.Start()
	env.Defer(refusing.Close)
	address := server.Addr().String()
	env.Setenv("SERVER", "ws://"+address)
	env.Setenv("SECURE", "wss://"+address)
	env.Setenv("HOST", address)
	env.Setenv("REFUSING", "ws"+strings.TrimPrefix(refusing.URL, "http"))
	env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
	env.Setenv("NO_COLOR", "1")
	env.Setenv("GORACE", "atexit_sleep_ms=0")
	modules, err := filepath.Abs(filepath.Join(acceptance, "node_modules"))
	if err != nil {
		return err
	}
	env.Setenv("NODE_MODULES", modules)
	summary, err := os.ReadFile(filepath.Join("testdata", "summary.js"))
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(env.WorkDir, "summary.js"), summary, 0o666),
		copyExamples(env.WorkDir))
}

// TestQuiet holds main to what it promises about the network.
func TestQuiet(t *testing.T) {
	for name, value := range quiet {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "mine")
			beQuiet()
			if got := os.Getenv(name); got != "mine" {
				t.Errorf("%s=%s is %s now", name, "mine", got)
			}
			os.Unsetenv(name)
			beQuiet()
			if got := os.Getenv(name); got != value {
				t.Errorf("%s is %q, want %q", name, got, value)
			}
		})
	}
}
