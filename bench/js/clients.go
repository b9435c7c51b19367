//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/unisocket/uni/bench/internal/child"
)

// client is a row of the tables: a program and what runs it.
type client struct {
	name string
	ours bool
	tool *tool
	// The files of the directory programs for traffic and for virtual users; "" is a client
	// that does not have to do with it.
	program, users string
	silent         bool     // its users connect nothing
	library        string   // an npm package that the program imports
	before         []string // arguments that stand before the program
	env            []string
	// plan has the plan among the arguments; the last one where it is nil.
	plan func(plan string) []string
	// bundled has unisocket bundle the program and the plan beforehand.
	bundled bool
}

// The directories of the programs and of k6, from this one's.
const (
	programs = "programs"
	k6Module = "k6"
)

// tool is a command that runs JavaScript.
type tool struct {
	name    string
	path    string // where it is, once it is built or installed
	version []string
	install string // how it is to be had
}

const npmInstall = "npm ci --ignore-scripts --prefix " + programs

var (
	unisocket = &tool{name: "unisocket"} // built for the run
	node      = &tool{name: "Node", path: inModules("node-linux-"+npmCPU(), "bin", "node"), version: []string{"--version"}, install: npmInstall}
	bun       = &tool{name: "Bun", path: inModules("@oven", "bun-linux-"+map[string]string{"amd64": "x64", "arm64": "aarch64"}[runtime.GOARCH], "bin", "bun"), version: []string{"--version"}, install: npmInstall}
	deno      = &tool{name: "Deno", path: inModules("@deno", "linux-"+npmCPU()+"-glibc", "deno"), version: []string{"--version"}, install: npmInstall}
	k6        = &tool{name: "k6", path: filepath.Join(k6Module, "k6"), version: []string{"version"}, install: "go build -C " + k6Module + " ."}
	// From the module k6 of this tree, beside stock k6.
	unisocketK6 = &tool{name: "unisocket-k6", path: filepath.Join(k6Module, "unisocket-k6"), version: []string{"version"},
		install: "go build -C ../../k6 -pgo=../cmd/unisocket/default.pgo -o ../bench/js/" + k6Module + "/unisocket-k6 ./cmd/unisocket-k6"}
)

func inModules(path ...string) string {
	return filepath.Join(append([]string{programs, "node_modules"}, path...)...)
}

// npmCPU is what npm calls this processor.
func npmCPU() string {
	if runtime.GOARCH == "amd64" {
		return "x64"
	}
	return runtime.GOARCH
}

// Rows that goals are about.
const (
	uniClient      = "unisocket"
	k6Client       = "k6"
	uniK6Client    = "unisocket-k6"
	uniK6Bundle    = "unisocket-k6, bundle"
	withoutSockets = ", no sockets"
)

// How every k6 is run. Virtual users have the summary that is switched off here.
var (
	k6Run         = []string{"run", "--quiet", "--no-color", "--address", ""}
	k6Environment = []string{"K6_NO_USAGE_REPORT=true", "K6_AUTO_EXTENSION_RESOLUTION=false", "K6_NO_THRESHOLDS=true", "K6_SUMMARY_MODE=disabled"}
)

// clients are all rows.
var clients = []*client{
	{name: uniClient, ours: true, tool: unisocket, program: "uni.js", before: []string{"run"}, plan: behindDashes},
	{name: "unisocket, WebSocket", ours: true, tool: unisocket, program: "h5.js", before: []string{"run"}, plan: behindDashes},
	{name: "Node, ws", tool: node, program: "ws.js", library: "ws"},
	{name: "Node, undici", tool: node, program: "undici.js", library: "undici"},
	{name: "Bun", tool: bun, program: "bun.js", before: []string{"--no-install"}, env: []string{"DO_NOT_TRACK=1"}},
	{name: "Deno", tool: deno, program: "deno.js", before: []string{"run", "--quiet", "--allow-net", "--no-remote", "--no-lock", "--no-config"},
		env: []string{"DENO_NO_UPDATE_CHECK=1", "DENO_NO_PACKAGE_JSON=1"}},
	k6With(client{name: k6Client, tool: k6, program: "k6.js", users: "users/k6.js"}),
	k6With(client{name: k6Client + withoutSockets, tool: k6, users: "users/k6.js", silent: true}),
	k6With(client{name: uniK6Client, ours: true, tool: unisocketK6, program: "k6-uni.js", users: "users/k6-uni.js"}),
	k6With(client{name: uniK6Client + withoutSockets, ours: true, tool: unisocketK6, users: "users/k6-uni.js", silent: true}),
	k6With(client{name: uniK6Bundle, ours: true, tool: unisocketK6, program: "uni.js", users: "users/uni.js", bundled: true}),
	k6With(client{name: uniK6Bundle + withoutSockets, ours: true, tool: unisocketK6, users: "users/uni.js", silent: true, bundled: true}),
}

// k6With completes a client that is a k6.
func k6With(c client) *client {
	c.before, c.env, c.plan = k6Run, k6Environment, intoEnvironment
	return &c
}

func behindDashes(plan string) []string { return []string{"--", plan} }

func intoEnvironment(plan string) []string { return []string{"--env", "PLAN=" + plan} }

// plan is what a program is told.
type plan struct {
	URL string `json:"url,omitempty"` // "" is to connect nothing

	Content string `json:"content,omitempty"`
	Total   int    `json:"total,omitempty"`
	Window  int    `json:"window,omitempty"`

	Hold int64 `json:"hold,omitempty"` // milliseconds
}

// programOf is the client's program for a workload; "" if it has none.
func (c *client) programOf(w *workload) string {
	switch {
	case w.users == 0:
		return c.program
	case c.silent && !w.reference:
		return ""
	}
	return c.users
}

// command is that of a client's program for a plan; more are arguments of its own before the
// program. What it needs is made in a directory.
func (c *client) command(dir, program string, p plan, more ...string) (*exec.Cmd, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	program = filepath.Join(programs, program)
	args := append(append([]string{}, c.before...), more...)
	switch {
	case c.bundled:
		bundle, err := bundleIn(dir, program, string(text))
		if err != nil {
			return nil, err
		}
		args = append(args, bundle)
	case c.plan == nil:
		args = append(args, program, string(text))
	default:
		args = append(append(args, program), c.plan(string(text))...)
	}
	cmd := exec.Command(c.tool.path, args...)
	cmd.Env = append(child.Environment(), c.env...)
	return cmd, nil
}

// bundleIn has a program with its argument made into a script for k6.
func bundleIn(dir, program, argument string) (string, error) {
	bundle := filepath.Join(dir, "bundle.js")
	out, err := exec.Command(unisocket.path, "bundle", program, argument, "-o", bundle).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("unisocket bundle: %w\n%s", err, out)
	}
	return bundle, nil
}

// missing is how to install what the client needs; "" if it is all there.
func (c *client) missing() string {
	if c.tool == unisocket {
		return ""
	}
	needs := []string{c.tool.path}
	if c.library != "" {
		needs = append(needs, inModules(c.library))
	}
	for _, file := range needs {
		if _, err := os.Stat(file); err != nil {
			return c.tool.install
		}
	}
	return ""
}

// versionOf is what a client is, with its version.
func versionOf(c *client) string {
	if c.tool == unisocket {
		return ""
	}
	text := c.tool.name + " " + c.tool.number()
	if c.library != "" {
		text += " with " + c.library + " " + libraryVersion(c.library)
	}
	return text
}

// number is the first word that begins with a digit of what a tool says of its version.
func (t *tool) number() string {
	out, err := exec.Command(t.path, t.version...).Output()
	if err == nil {
		for word := range strings.FieldsSeq(string(out)) {
			if number := strings.TrimPrefix(word, "v"); number[:1] >= "0" && number[:1] <= "9" {
				return number
			}
		}
	}
	return "of unknown version"
}

func libraryVersion(name string) string {
	var about struct{ Version string }
	text, err := os.ReadFile(inModules(name, "package.json"))
	if err == nil {
		err = json.Unmarshal(text, &about)
	}
	if err != nil {
		return "of unknown version"
	}
	return about.Version
}

// clientNamed finds a client; nil if there is none.
func clientNamed(name string) *client {
	for _, c := range clients {
		if c.name == name {
			return c
		}
	}
	return nil
}

// buildUnisocket builds the command from this tree.
func buildUnisocket(dir string) error {
	unisocket.path = filepath.Join(dir, "unisocket")
	out, err := exec.Command("go", "build", "-C", filepath.Join("..", ".."), "-o", unisocket.path, "./cmd/unisocket").CombinedOutput()
	if err != nil {
		return fmt.Errorf("building unisocket, which has to happen in the directory bench/js: %w\n%s", err, out)
	}
	return nil
}
