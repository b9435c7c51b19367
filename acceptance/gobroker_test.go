package acceptance

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	stomp "github.com/go-stomp/stomp/v3/server"

	"github.com/unisocket/uni/websocket"
)

// goServer is a server of sockets in Go.
type goServer struct {
	url          string
	subprotocols []string
	log          func(...any)

	mu    sync.Mutex
	conns map[*websocket.Conn]struct{}
}

func (s *goServer) URL() string { return s.url }

// Cut ends the connections without a closing handshake.
func (s *goServer) Cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		c.CloseNow()
	}
}

// handler answers requests that are not for a socket, or for one of its own.
type handler func(*goServer, http.ResponseWriter, *http.Request)

// startGo serves sockets on the path /, each by handle on a goroutine of its own, and
// on others what handlers say.
func startGo(t *testing.T, subprotocols []string, handle func(*websocket.Conn), handlers map[string]handler) *goServer {
	t.Helper()
	s := &goServer{conns: map[*websocket.Conn]struct{}{}, subprotocols: subprotocols, log: t.Log}
	mux := http.NewServeMux()
	if handle != nil {
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.accept(w, r, handle) })
	}
	for path, handler := range handlers {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { handler(s, w, r) })
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = "ws" + server.URL[len("http"):]
	return s
}

func (s *goServer) accept(w http.ResponseWriter, r *http.Request, handle func(*websocket.Conn)) {
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{
		Subprotocols: s.subprotocols, CheckOrigin: func(*http.Request) bool { return true },
	})
	if err != nil {
		s.log(err)
		return
	}
	s.mu.Lock()
	s.conns[c] = struct{}{}
	s.mu.Unlock()
	handle(c)
	s.mu.Lock()
	delete(s.conns, c)
	s.mu.Unlock()
}

// startSTOMP is go-stomp's broker over WebSocket.
func startSTOMP(t *testing.T) *goServer {
	streams := make(chan net.Conn)
	l := &listener{streams: streams, closed: make(chan struct{})}
	broker := &stomp.Server{HeartBeat: time.Second, Log: silent{}}
	go broker.Serve(l)
	t.Cleanup(func() { l.Close() })
	return startGo(t, []string{"v12.stomp", "v11.stomp"}, func(c *websocket.Conn) {
		s := &stream{conn: c, done: make(chan struct{})}
		select {
		case streams <- s:
			<-s.done
		case <-l.closed:
		}
	}, nil)
}

// silent is a log of what clients do, which end as they like.
type silent struct{}

func (silent) Debugf(string, ...any)   {}
func (silent) Infof(string, ...any)    {}
func (silent) Warningf(string, ...any) {}
func (silent) Errorf(string, ...any)   {}
func (silent) Debug(string)            {}
func (silent) Info(string)             {}
func (silent) Warning(string)          {}
func (silent) Error(s string)          { log.Println(s) }

// listener hands on the connections of an HTTP server.
type listener struct {
	streams chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.streams:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error { l.once.Do(func() { close(l.closed) }); return nil }

func (l *listener) Addr() net.Addr { return &net.TCPAddr{} }

// stream is a WebSocket as a net.Conn: what comes is a stream of bytes, what is
// written leaves as a text message once a STOMP frame or a heartbeat is whole.
type stream struct {
	conn     *websocket.Conn
	unread   []byte
	unsent   []byte
	deadline time.Time
	done     chan struct{}
	once     sync.Once
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.unread) == 0 {
		ctx, cancel := context.WithCancel(context.Background())
		if !s.deadline.IsZero() {
			ctx, cancel = context.WithDeadline(ctx, s.deadline)
		}
		_, data, err := s.conn.Read(ctx)
		cancel()
		if err != nil {
			if closed := (*websocket.CloseError)(nil); errors.As(err, &closed) {
				return 0, io.EOF
			}
			return 0, err
		}
		s.unread = bytes.Clone(data)
	}
	n := copy(p, s.unread)
	s.unread = s.unread[n:]
	return n, nil
}

func (s *stream) Write(p []byte) (int, error) {
	s.unsent = append(s.unsent, p...)
	if last := s.unsent[len(s.unsent)-1]; last != 0 && last != '\n' {
		return len(p), nil
	}
	err := s.conn.Send(websocket.Text, s.unsent)
	s.unsent = s.unsent[:0]
	return len(p), err
}

func (s *stream) Close() error {
	s.once.Do(func() { close(s.done) })
	return s.conn.Close(websocket.StatusNormalClosure, "")
}

func (s *stream) LocalAddr() net.Addr                { return s.conn.LocalAddr() }
func (s *stream) RemoteAddr() net.Addr               { return s.conn.RemoteAddr() }
func (s *stream) SetDeadline(t time.Time) error      { s.deadline = t; return nil }
func (s *stream) SetReadDeadline(t time.Time) error  { s.deadline = t; return nil }
func (s *stream) SetWriteDeadline(t time.Time) error { return nil }
