package binding_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// Scripts reach into a task's _callbacks to get rid of listeners. Whatever they
// put there, the listeners are those that the arrays hold when an event comes.
func TestListenersAreThoseThatTheArraysHold(t *testing.T) {
	server := devservertest.Start(t, devserver.Config{})
	file := filepath.Join(t.TempDir(), "main.js")
	script := `
const t = uni.connectSocket({ url: '` + server.URL() + `/echo', success() {} })
const next = () => new Promise((r) => uni.onSocketMessage(r))
const say = (name) => (r) => console.log(name, r.data)
await new Promise((r) => t.onOpen(r))
const ask = async (data) => { t.send({ data }); await next() }
t.onMessage(say('a'))
await ask('1')
t._callbacks.message.length = 0
t.onMessage(say('b'))
await ask('2')
t._callbacks.message[0] = say('c')
await ask('3')
t._callbacks.message = [say('d'), say('e')]
await ask('4')
t._callbacks.message = new Set()
await ask('5')
t._callbacks.open = {}
try { t.onOpen(() => {}) } catch (e) { console.log(e.name, e.message) }
t.close()
`
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	err := js.Run(t.Context(), js.Config{File: file, Stdout: &stdout, Stderr: &stderr, Install: func(r *js.Runtime) error {
		b, err := binding.New(r, binding.Config{Platform: platform.H5(), Page: "http://localhost/"})
		if err != nil {
			return err
		}
		return r.Runtime().GlobalObject().Set("uni", b.Object())
	}})
	want := "a 1\nb 2\nc 3\nd 4\ne 4\nTypeError this._callbacks.open.push is not a function\n"
	if err != nil || stdout.String() != want {
		t.Errorf("%v\n%s%s", err, stdout.String(), stderr.String())
	}
}
