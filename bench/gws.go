//go:build linux

package main

import (
	"net/http"

	"github.com/lxzan/gws"
)

// lxzan/gws with its ReadLoop; it checks that text is UTF-8 only if told to.
var (
	gwsClient = client{name: "gws", dial: func(t *target, in inbox) (conn, error) {
		return dialGws(&gws.ClientOption{}, t, in)
	}}
	gwsUTF8 = client{name: "gws-utf8", dial: func(t *target, in inbox) (conn, error) {
		return dialGws(&gws.ClientOption{CheckUtf8Enabled: true}, t, in)
	}}
)

type gwsConn struct {
	gws.BuiltinEventHandler
	c      *gws.Conn
	in     inbox
	opcode gws.Opcode
}

func dialGws(o *gws.ClientOption, t *target, in inbox) (conn, error) {
	o.Addr, o.TlsConfig = t.url(), t.tls
	o.PermessageDeflate = gws.PermessageDeflate{
		Enabled:               t.deflate,
		ServerContextTakeover: t.takeover,
		ClientContextTakeover: t.takeover,
	}
	g := &gwsConn{in: in, opcode: gws.OpcodeBinary}
	if t.text {
		g.opcode = gws.OpcodeText
	}
	var err error
	g.c, _, err = gws.NewClient(g, o)
	return g, err
}

func (g *gwsConn) OnMessage(_ *gws.Conn, m *gws.Message) {
	defer m.Close()
	g.in.message(m.Bytes())
}

func (g *gwsConn) OnClose(_ *gws.Conn, err error) { g.in.broke(err) }

func (g *gwsConn) start()                { go g.c.ReadLoop() }
func (g *gwsConn) send(m *message) error { return g.c.WriteMessage(g.opcode, m.data) }
func (g *gwsConn) flush() error          { return nil }
func (g *gwsConn) close()                { g.c.NetConn().Close() }

// gwsEcho echoes with lxzan/gws, as its README does.
type gwsEcho struct{ gws.BuiltinEventHandler }

func (gwsEcho) OnMessage(c *gws.Conn, m *gws.Message) {
	defer m.Close()
	c.WriteMessage(m.Opcode, m.Bytes()) // an error ends the connection by itself
}

func gwsHandler() http.HandlerFunc {
	u := gws.NewUpgrader(gwsEcho{}, nil)
	return func(w http.ResponseWriter, r *http.Request) {
		if c, err := u.Upgrade(w, r); err == nil {
			go c.ReadLoop() // so that net/http lets go of the request
		}
	}
}
