package binding_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// meterLog writes down what a Meter is told of each task. Of turns that only brought
// messages, which the network divides as it likes, the last one counts.
type meterLog struct {
	t    *testing.T
	told map[int][]string
	last map[int]string
}

func (l *meterLog) say(s *core.Session, text string) {
	if l.last[s.Task] != "" {
		l.told[s.Task] = append(l.told[s.Task], l.last[s.Task])
		l.last[s.Task] = ""
	}
	l.told[s.Task] = append(l.told[s.Task], text)
}

func (l *meterLog) Dialed(s *core.Session) {
	text := "no connection"
	if s.Conn != nil {
		text = "a connection"
	}
	l.say(s, text)
}

func (l *meterLog) Turn(s *core.Session) {
	text := fmt.Sprintf("%d sent, %d received", s.Sent, s.Received)
	if text == l.last[s.Task] {
		l.t.Errorf("two turns are told with %s", text)
	}
	if s.Received == 0 {
		l.say(s, text)
		return
	}
	l.last[s.Task] = text
}

func (l *meterLog) Ended(s *core.Session) {
	if received, sent := s.Conn.Traffic(); received <= s.Received || sent <= s.Sent {
		l.t.Errorf("%d bytes were received and %d sent", received, sent)
	}
	l.say(s, "ended")
}

const meteredScript = `
const open = (path) => uni.connectSocket({ url: %q + path, success() {} })
const echo = open('/echo')
let n = 0
echo.onOpen(() => { for (let i = 0; i < 3; i++) echo.send({ data: String(i) }) })
echo.onMessage(() => { if (++n === 3) echo.close() })
open('/reject')
open('/hang').close()
const late = open('/silent')
late.onOpen(() => setTimeout(() => {
  late.send({ data: 'first' })
  late.send({ data: 'of the same turn' })
  setTimeout(() => { late.send({ data: 'of another' }); late.close() }, 1)
}, 1))
`

// A Meter hears the same whether the loop is this project's or any host's.
func TestSocketsAreMeasured(t *testing.T) {
	server := devservertest.Start(t, devserver.Config{})
	for name, host := range map[string]func(*js.Runtime) binding.Host{
		"own loop":  itself,
		"bare host": func(r *js.Runtime) binding.Host { return bareHost{r} },
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "main.js")
			if err := os.WriteFile(file, fmt.Appendf(nil, meteredScript, server.URL()), 0o600); err != nil {
				t.Fatal(err)
			}
			meter := &meterLog{t: t, told: map[int][]string{}, last: map[int]string{}}
			var out bytes.Buffer
			err := js.Run(t.Context(), js.Config{File: file, Stdout: &out, Stderr: &out, Install: func(r *js.Runtime) error {
				b, err := binding.New(host(r), binding.Config{Platform: platform.H5(), Page: "http://localhost/", Meter: meter})
				if err != nil {
					return err
				}
				return r.Runtime().GlobalObject().Set("uni", b.Object())
			}})
			if err != nil || out.Len() > 0 {
				t.Errorf("%v: %s", err, out.String())
			}
			want := map[int][]string{
				1: {"a connection", "3 sent, 0 received", "3 sent, 3 received", "ended"},
				2: {"no connection"},
				3: {"no connection"},
				4: {"a connection", "2 sent, 0 received", "3 sent, 0 received", "ended"},
			}
			if diff := cmp.Diff(want, meter.told); diff != "" {
				t.Errorf("the meter was told (-want +got):\n%s", diff)
			}
		})
	}
}
