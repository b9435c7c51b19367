package main

import (
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/transcript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"unisocket": main, "ctrl-c": ctrlC})
}

var update = flag.Bool("update", false, "write what the commands print into the transcripts")

// Each file of testdata is a transcript about one behaviour. Beside testscript's
// own commands there are
//
//	exits STATUS PROGRAM ARG...   runs a program that ends with this status
//	ctrl-c PATTERN... -- PROGRAM  is a program that runs another one, and sends it
//	                              SIGINT for each pattern, when a line matches it
//	untimed                       writes standard error to the file lines, with
//	                              the times of -v replaced by T
//	await PATTERN                 waits until a line of the server's log matches
//
// A development server runs for each transcript: $PAGE and $SECUREPAGE are pages of
// it, by http and https, against which scripts resolve its paths; ca.pem is its
// authority. $OTHERNAME is a page of a server whose certificate, which other.pem
// vouches for, is not for the name that the URL has. $TAKEN is an address at which
// nothing else can listen.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		Setup:               setup,
		Condition:           condition,
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   transcript.Exits,
			"untimed": untimed,
			"await":   await,
		},
	})
}

func setup(env *testscript.Env) error {
	events := newServerLog()
	server, err := devserver.New(devserver.Config{Log: events.add})
	if err != nil {
		return err
	}
	if err := server.Start(""); err != nil {
		return err
	}
	env.Defer(func() { server.Close() })
	other := httptest.NewUnstartedServer(http.NotFoundHandler())
	other.Config.ErrorLog = log.New(io.Discard, "", 0)
	other.StartTLS()
	env.Defer(other.Close)
	_, port, _ := strings.Cut(other.Listener.Addr().String(), ":")

	env.Values[serverLogKey{}] = events
	env.Setenv("PAGE", "http://"+server.Addr().String()+"/")
	env.Setenv("SECUREPAGE", "https://"+server.Addr().String()+"/")
	env.Setenv("OTHERNAME", "https://localhost:"+port+"/")
	env.Setenv("TAKEN", server.Addr().String())
	modules, err := filepath.Abs(nodeModules)
	if err != nil {
		return err
	}
	env.Setenv("NODE_MODULES", modules)
	env.Setenv("CR", "\r")
	env.Setenv("LF", "\n")
	env.Setenv("GORACE", "atexit_sleep_ms=0") // a second for each program otherwise
	otherPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: other.Certificate().Raw})
	return errors.Join(
		os.WriteFile(filepath.Join(env.WorkDir, "ca.pem"), server.CA().PEM(), 0o666),
		os.WriteFile(filepath.Join(env.WorkDir, "other.pem"), otherPEM, 0o666))
}

// nodeModules are the packages of the acceptance tests, $NODE_MODULES in transcripts.
const nodeModules = "../../acceptance/testdata/node_modules"

// condition is "root": no file is unreadable for the user; or "vue": the packages of the
// acceptance tests are installed.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Geteuid() == 0, nil
	case "vue":
		_, err := os.Stat(filepath.Join(nodeModules, "pinia", "package.json"))
		return err == nil, nil
	}
	return false, fmt.Errorf("there is no condition %s", name)
}

// lineTime is the time of a line of -v.
var lineTime = regexp.MustCompile(`(?m)^ *\d+\.\d ms`)

func untimed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: untimed")
	}
	lines := lineTime.ReplaceAllString(ts.ReadFile("stderr"), "T")
	ts.Check(os.WriteFile(ts.MkAbs("lines"), []byte(lines), 0o666))
}

func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await PATTERN")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	events := ts.Value(serverLogKey{}).(*serverLog)
	if !events.await(pattern, 30*time.Second) {
		ts.Fatalf("the server's log has no line that matches %s:\n%s", pattern, events)
	}
}
