package devserver

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/unisocket/uni/websocket"
)

const (
	// dropDelay is that of /drop.
	dropDelay = 50 * time.Millisecond

	// echoAhead is how many bytes a client may leave unread before its messages
	// are read no further: enough for one that writes a lot before it reads.
	echoAhead = 16 << 20
)

// sessionOptions leave the outgoing queue without a limit of its own: echo is
// what fills it, and stops reading at echoAhead.
var sessionOptions = websocket.Options{Limits: websocket.Limits{Queue: -1}}

// script is what an endpoint does once a connection is open. Messages for which
// it has no onMessage are ignored.
type script struct {
	onOpen    func(c *websocket.Conn)
	onMessage func(s *Server, c *websocket.Conn, m websocket.Message)
}

// accept is an endpoint that opens a connection and plays a script on it.
func accept(on terms, play script) func(*Server, http.ResponseWriter, *http.Request) {
	return func(s *Server, w http.ResponseWriter, r *http.Request) {
		e := eventOf(Open, r)
		c, err := websocket.Accept(w, r, on(s))
		if err != nil {
			e.Kind, e.Err = Problem, err
			s.report(e)
			return
		}
		if !s.join(c) {
			turnAway(c)
			return
		}
		e.Subprotocol = c.Subprotocol()
		c.Start(&session{s, play, e})
	}
}

// turnAway closes a connection that opened while the server was closing.
func turnAway(c *websocket.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), closeGrace)
	defer cancel()
	c.Close(websocket.StatusGoingAway, closeReason)
	for {
		if _, _, err := c.Read(ctx); err != nil {
			c.CloseNow()
			return
		}
	}
}

// session is the handler of one connection.
type session struct {
	server *Server
	play   script
	opened Event
}

func (x *session) OnOpen(c *websocket.Conn) {
	x.server.report(x.opened)
	if x.play.onOpen != nil {
		x.play.onOpen(c)
	}
}

func (x *session) OnMessages(c *websocket.Conn, batch []websocket.Message) {
	if x.play.onMessage == nil {
		return
	}
	for _, m := range batch {
		x.play.onMessage(x.server, c, m)
	}
}

func (x *session) OnClose(c *websocket.Conn, err *websocket.CloseError) {
	x.server.report(closeEvent(x.opened, err))
	x.server.leave(c)
}

func echo(s *Server, c *websocket.Conn, m websocket.Message) {
	if c.BufferedAmount() < echoAhead {
		c.Send(m.Type, m.Data)
		return
	}
	// The batch is corked; what waits for the client has to be free to leave.
	c.Uncork()
	c.Write(s.ctx, m.Type, m.Data)
	c.Cork()
}

func sayHello(c *websocket.Conn) {
	c.SendText("hello")
	c.Send(websocket.Binary, []byte{1, 2, 3, 255})
}

func sayLast(c *websocket.Conn) {
	c.SendText("last")
	c.Close(4001, "bye 再见")
}

func closeWith(code websocket.StatusCode, reason string) func(*websocket.Conn) {
	return func(c *websocket.Conn) { c.Close(code, reason) }
}

func dropSoon(c *websocket.Conn) { time.AfterFunc(dropDelay, c.CloseNow) }

func closeAfter(_ *Server, c *websocket.Conn, _ websocket.Message) { c.Close(3999, "after") }

func sendBadUTF8(c *websocket.Conn) { c.Send(websocket.Text, []byte{0xc3, 0x28}) }

func sendBurst(c *websocket.Conn) {
	c.Cork()
	defer c.Uncork()
	for _, text := range []string{"a", "b", "c"} {
		c.SendText(text)
	}
}

// carried is what /headers sends; a field that was absent is null.
type carried struct {
	Origin   bool    `json:"origin"`
	Protocol *string `json:"protocol"`
	Ext      *string `json:"ext"`
	Foo      *string `json:"foo"`
}

func sendHeaders(c *websocket.Conn) {
	h := c.Header()
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false) // as JSON.stringify has it
	out.Encode(carried{
		Origin:   len(h.Values("Origin")) > 0,
		Protocol: field(h, "Sec-WebSocket-Protocol"),
		Ext:      field(h, "Sec-WebSocket-Extensions"),
		Foo:      field(h, "X-Foo"),
	})
	c.Send(websocket.Text, bytes.TrimSpace(b.Bytes()))
}

// field is a header field as one value, or nil.
func field(h http.Header, name string) *string {
	values := h.Values(name)
	if len(values) == 0 {
		return nil
	}
	joined := strings.Join(values, ", ")
	return &joined
}
