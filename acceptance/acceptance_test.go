// Package acceptance runs npm libraries that are built on uni.connectSocket, as they
// are, against real servers on this machine. It needs Node, and in testdata the
// packages of package-lock.json:
//
//	npm ci --ignore-scripts --prefix acceptance/testdata
package acceptance

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/unisocket/uni/websocket"
)

// command is the unisocket that is tested.
var command string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	if err := missing(); err != nil {
		return m.Run() // the tests say so
	}
	dir, err := os.MkdirTemp("", "acceptance")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	command = filepath.Join(dir, "unisocket")
	if runtime.GOOS == "windows" {
		command += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", command, "../cmd/unisocket").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// missing is what the tests need and is not there.
func missing() error {
	if _, err := exec.LookPath("node"); err != nil {
		return fmt.Errorf("there is no node: %w", err)
	}
	if _, err := os.Stat("testdata/node_modules"); err != nil {
		return fmt.Errorf("the npm packages are not installed: npm ci --ignore-scripts --prefix acceptance/testdata")
	}
	return nil
}

func requirePackages(t *testing.T) {
	t.Helper()
	if err := missing(); err != nil {
		t.Skip(err)
	}
}

// server is what a script talks to.
type server interface {
	URL() string
	Cut() // ends its connections without a word
}

// nodeServer is one of testdata/servers.
type nodeServer struct {
	url   string
	stdin io.Writer
}

func (s *nodeServer) URL() string { return s.url }

func (s *nodeServer) Cut() { io.WriteString(s.stdin, "cut\n") }

func startNode(t *testing.T, name string) *nodeServer {
	t.Helper()
	cmd := exec.Command("node", "servers/"+name+".mjs")
	cmd.Dir = "testdata"
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close() // it ends with its input
		cmd.Wait()
	})
	url, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("server %s did not say where it is: %v", name, err)
	}
	return &nodeServer{url: strings.TrimSpace(url), stdin: stdin}
}

// patience is how long one script may take, on a machine that does much else.
const patience = 60 * time.Second

// runScript runs a script of testdata/scripts to its end, and returns the lines that
// it printed. The line "cut me off" has the server do that.
func runScript(t *testing.T, platform, script string, s server) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, command, "run", "-p", platform, "--no-diagnostics", "--no-url-check", "scripts/"+script, s.URL())
	cmd.Dir = "testdata"
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for scanner := bufio.NewScanner(stdout); scanner.Scan(); {
		line := scanner.Text()
		lines = append(lines, line)
		if line == "cut me off" {
			s.Cut()
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\nit printed:\n%s\n%s", err, strings.Join(lines, "\n"), &stderr)
	}
	return lines
}

// compare holds what a script printed against what it is to print. What several
// connections bring may come in any order, so that the order of lines does not count;
// scripts do each step after the one before.
func compare(t *testing.T, got []string, want string) {
	t.Helper()
	wanted := strings.Split(strings.TrimSpace(want), "\n")
	g, w := slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(wanted))
	if !slices.Equal(g, w) {
		t.Errorf("it printed:\n%s\n\nwant, in any order:\n%s", strings.Join(got, "\n"), strings.Join(wanted, "\n"))
	}
}

const mqttLife = `
connect 1
granted room/# 2
message room/text 你好, MQTT
message room/bytes 0001feff
qos 1 acknowledged
message room/big 200000
qos 2 completed
pong
cut me off
reconnect
connect 2
message room/again I am back
end
`

func TestMQTT(t *testing.T) {
	requirePackages(t)
	for _, test := range []struct{ platform, script string }{
		{"mp-weixin", "mqtt4.js"},
		{"mp-weixin", "mqtt5.js"},
		{"h5", "mqtt5_web.js"},
	} {
		t.Run(test.script+" "+test.platform, func(t *testing.T) {
			want := mqttLife
			if test.script == "mqtt4.js" {
				want = strings.Replace(want, "end\n", "", 1) // its stream over wx never says that it has closed
			}
			compare(t, runScript(t, test.platform, test.script, startNode(t, "mqtt")), want)
		})
	}
}

const socketIOLife = `
connect 1 string
welcome {"namespace":"/","auth":{"token":"secret"},"query":"in the query"}
answer {"said":"你好","length":2}
bytes true 254,2,1
joined lobby
chat connect
chat welcome /chat
cut me off
disconnect %s
reconnect_attempt
reconnect
connect 2 string
welcome {"namespace":"/","auth":{"token":"secret"},"query":"in the query"}
disconnect io server disconnect
`

func TestSocketIO(t *testing.T) {
	requirePackages(t)
	for _, test := range []struct{ platform, script, lost string }{
		{"mp-weixin", "hyoga.js", "transport close"},
		{"app", "hyoga.js", "transport close"},
		{"mp-weixin", "weapp.js", "transport close"},
		{"h5", "socketio_web.js", "transport close"}, // by polling at first
	} {
		t.Run(test.script+" "+test.platform, func(t *testing.T) {
			compare(t, runScript(t, test.platform, test.script, startNode(t, "socketio")), fmt.Sprintf(socketIOLife, test.lost))
		})
	}
}

const stompLife = `
connect 1 1.2
message 你好, STOMP 
message 70000 
message y second
cut me off
reader lost
writer lost
connect 2 1.2
message again 
end
`

func TestSTOMP(t *testing.T) {
	requirePackages(t)
	for _, platform := range []string{"mp-weixin", "app", "h5"} {
		t.Run(platform, func(t *testing.T) {
			compare(t, runScript(t, platform, "stomp.js", startSTOMP(t)), stompLife)
		})
	}
}

// The server goes mute after its first answer.
func TestHeartbeat(t *testing.T) {
	requirePackages(t)
	const life = `
open 1
message hello
reconnect
close
open 2
message hello again
end
close
`
	for _, platform := range []string{"mp-weixin", "app", "h5"} {
		t.Run(platform, func(t *testing.T) {
			var sockets atomic.Int32
			s := startGo(t, nil, func(c *websocket.Conn) {
				mute := sockets.Add(1) == 1
				for i := 0; ; i++ {
					kind, data, err := c.Read(context.Background())
					if err != nil {
						return
					}
					if i == 0 || !mute {
						c.Send(kind, data)
					}
				}
			}, nil)
			compare(t, runScript(t, platform, "heartbeat.js", s), life)
		})
	}
}

// echo sends back what comes.
func echo(c *websocket.Conn) {
	for {
		kind, data, err := c.Read(context.Background())
		if err != nil {
			return
		}
		c.Send(kind, data)
	}
}

func TestUniUse(t *testing.T) {
	requirePackages(t)
	const life = `
name ""
status OPEN
data hello somebody
cut me off
status CLOSED
status CONNECTING
status OPEN
data again somebody
status CLOSED
`
	for _, platform := range []string{"h5", "app", "mp-weixin"} {
		t.Run(platform, func(t *testing.T) {
			compare(t, runScript(t, platform, "uniuse.js", startGo(t, nil, echo, nil)), life)
		})
	}
}

func TestSignalR(t *testing.T) {
	requirePackages(t)
	s := startGo(t, nil, nil, map[string]handler{"/hub": (*goServer).hub, "/hub/negotiate": (*goServer).hub})
	compare(t, runScript(t, "h5", "signalr.js", s), `
started
answer 5
error it went wrong
said 你好
cut me off
reconnecting
reconnected
said again
end
`)
}

func TestAxios(t *testing.T) {
	requirePackages(t)
	s := startGo(t, nil, nil, map[string]handler{
		"/echo": func(_ *goServer, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"page":%q,"type":%q,"body":`, r.URL.Query().Get("page"), r.Header.Get("Content-Type"))
			io.Copy(w, r.Body)
			io.WriteString(w, "}")
		},
		"/teapot": func(_ *goServer, w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "short and stout", http.StatusTeapot)
		},
		"/never": func(_ *goServer, _ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	})
	compare(t, runScript(t, "h5", "axios.js", s), `
200 application/json {"page":"2","type":"application/json","body":{"text":"你好"}}
error 418 short and stout
given up true
ECONNABORTED
`)
}

// A project as uni-app's template makes it, with a store of pinia in TypeScript.
func TestProject(t *testing.T) {
	requirePackages(t)
	const store = `
connecting %s
open 0
lobby hello: I am here
lobby text: 你好
cut me off
closed 1
connecting %[1]s
open 1
lobby hello: I am here
lobby text: back again
closed 2
`
	for platform, as := range map[string]string{"h5": "otherwise", "app": "otherwise", "mp-weixin": "as a mini program"} {
		t.Run("store "+platform, func(t *testing.T) {
			compare(t, runScript(t, platform, "../project/src/store.ts", startGo(t, nil, echo, nil)), fmt.Sprintf(store, as))
		})
		t.Run("app "+platform, func(t *testing.T) {
			want := "App Launch\nApp Show" + fmt.Sprintf(store, as) + "App Hide\n"
			compare(t, runScript(t, platform, "../project/src/main.ts", startGo(t, nil, echo, nil)), want)
		})
	}
}
