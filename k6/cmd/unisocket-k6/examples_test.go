package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

const (
	repository = "../../.."
	acceptance = repository + "/acceptance/testdata" // with npm packages, and servers for them
	bundled    = ".k6.js"                            // how the names of bundles end
)

// copyExamples lays those of k6, and the app that one of them runs, where they are in the
// repository.
func copyExamples(to string) error {
	return errors.Join(
		copyScripts(filepath.Join(repository, "k6", "examples"), filepath.Join(to, "k6", "examples")),
		copyScripts(filepath.Join(repository, "examples"), filepath.Join(to, "examples")))
}

// copyScripts copies a folder's scripts, without what is installed and made there.
func copyScripts(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "node_modules" {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".js" || strings.HasSuffix(path, bundled) {
			return nil
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		return errors.Join(os.MkdirAll(filepath.Dir(target), 0o777), os.WriteFile(target, text, 0o666))
	})
}

var raceDetector bool

// condition is "mqtt": there is Node, and the packages of the acceptance tests are
// installed; or "race": the race detector looks on.
func condition(name string) (bool, error) {
	switch name {
	case "mqtt":
		_, noNode := exec.LookPath("node")
		_, noPackage := os.Stat(filepath.Join(acceptance, "node_modules", "mqtt", "package.json"))
		return noNode == nil && noPackage == nil, nil
	case "race":
		return raceDetector, nil
	}
	return false, fmt.Errorf("there is no condition %s", name)
}

// broker starts the acceptance tests' MQTT broker, for $BROKER.
func broker(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: broker")
	}
	node := exec.Command("node", "servers/mqtt.mjs")
	node.Dir = acceptance
	stdin, err := node.StdinPipe()
	ts.Check(err)
	stdout, err := node.StdoutPipe()
	ts.Check(err)
	ts.Check(node.Start())
	ts.Defer(func() {
		stdin.Close() // it ends with its input
		node.Wait()
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	ts.Check(err)
	ts.Setenv("BROKER", strings.TrimSpace(url))
}

// documented are commands at the top of examples, and in the README where they are about
// examples.
var documented = map[string]*regexp.Regexp{
	"README.md":          regexp.MustCompile(`(?m)^(unisocket(?:-k6)? .*(?:examples/|rtt).*?)(?: +#.*)?$`),
	"examples/*.js":      regexp.MustCompile(`(?m)^//   (unisocket.*)$`),
	"examples/mqtt/*.js": regexp.MustCompile(`(?m)^//   (unisocket.*)$`),
}

// TestDocumentedCommands holds the transcripts to what users are told to type.
func TestDocumentedCommands(t *testing.T) {
	transcripts := ""
	for _, name := range []string{"examples", "mqtt"} {
		text, err := os.ReadFile(filepath.Join("testdata", name+".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		transcripts += string(text)
	}
	for pattern, command := range documented {
		files, err := filepath.Glob(filepath.Join(repository, "k6", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, file := range files {
			if strings.HasSuffix(file, bundled) {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range command.FindAllStringSubmatch(string(text), -1) {
				found++
				if !strings.Contains(transcripts, " "+m[1]+"\n") {
					t.Errorf("%s: no transcript runs %s", file, m[1])
				}
			}
		}
		if found == 0 {
			t.Errorf("%s has no commands", pattern)
		}
	}
}
