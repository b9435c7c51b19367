package websocket

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// stage brings Conns together with peers played by hand, by whole handshakes
// over loopback: what Dial returns with a raw server, what Accept returns with a
// raw client.
type stage struct {
	stageOptions
	t    testing.TB
	role role // of the Conns
	addr string

	mu    sync.Mutex // one meeting at a time, or Conns and peers would be mixed up
	conns chan *Conn
	peers chan net.Conn
}

// stageOptions are what stages differ in.
type stageOptions struct {
	secure      bool
	compression *Compression
	options     Options
	sendBuffer  int // of the Conns' sockets; 0 leaves the system's
}

// newStage opens a stage for Conns of role r, until the end of the test.
func newStage(t testing.TB, r role, o stageOptions) *stage {
	s := &stage{stageOptions: o, t: t, role: r, conns: make(chan *Conn), peers: make(chan net.Conn)}
	if r == client {
		s.servePeers()
	} else {
		s.addr = serveAccept(t, s.secure, s.sendBuffer, &AcceptOptions{Compression: s.compression, Options: s.options},
			func(c *Conn) { s.conns <- c })
	}
	return s
}

// servePeers is the raw server that Dial meets.
func (s *stage) servePeers() {
	var l net.Listener = listenLocal(s.t)
	if s.secure {
		l = tls.NewListener(l, serverTLS())
	}
	s.addr = l.Addr().String()
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			nc, err := l.Accept()
			if err != nil {
				return
			}
			r, err := http.ReadRequest(bufio.NewReader(nc))
			if err != nil {
				nc.Close()
				continue
			}
			var extensions []string
			if s.compression != nil {
				extensions = append(extensions, fieldExtensions+": "+deflateExtension)
			}
			io.WriteString(nc, answerTo(r, extensions...))
			s.peers <- nc
		}
	})
	s.t.Cleanup(func() {
		l.Close()
		serving.Wait()
	})
}

// answerTo is the right response to a handshake.
func answerTo(r *http.Request, lines ...string) string {
	return strings.ReplaceAll(switching(lines...), "{accept}", acceptValue(r.Header.Get(fieldKey)))
}

// serveAccept runs Accept in an http.Server until the end of the test, and gives
// accepted the Conns. A panic in the server fails the test.
func serveAccept(t testing.TB, secure bool, sendBuffer int, opts *AcceptOptions, accepted func(*Conn)) (addr string) {
	return serveHTTP(t, secure, sendBuffer, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c, err := Accept(w, r, opts); err == nil {
			accepted(c)
		}
	})})
}

// serveHTTP runs a server on loopback until the end of the test.
func serveHTTP(t testing.TB, secure bool, sendBuffer int, s *http.Server) (addr string) {
	var l net.Listener = bufferedListener{listenLocal(t), sendBuffer}
	addr = l.Addr().String()
	if secure {
		l = tls.NewListener(NewListener(l), serverTLS())
	}
	s.ErrorLog = log.New(panicLog{t}, "", 0)
	var serving sync.WaitGroup
	serving.Go(func() { s.Serve(l) })
	t.Cleanup(func() {
		s.Close()
		serving.Wait()
	})
	return addr
}

// bufferedListener gives the sockets it accepts a small buffer to send from.
type bufferedListener struct {
	net.Listener
	sendBuffer int
}

func (l bufferedListener) Accept() (net.Conn, error) {
	nc, err := l.Listener.Accept()
	if err == nil && l.sendBuffer > 0 {
		nc.(*net.TCPConn).SetWriteBuffer(l.sendBuffer)
	}
	return nc, err
}

func serverTLS() *tls.Config { return &tls.Config{Certificates: []tls.Certificate{testCertificate()}} }

func clientTLS() *tls.Config {
	roots := x509.NewCertPool()
	roots.AddCert(testCertificate().Leaf)
	return &tls.Config{RootCAs: roots, ServerName: "localhost"}
}

// dialOptions are those of a client on the stage.
func (s *stage) dialOptions() *DialOptions {
	return &DialOptions{
		TLS: clientTLS(), Compression: s.compression, Options: s.options,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			nc, err := new(net.Dialer).DialContext(ctx, network, addr)
			if err == nil && s.sendBuffer > 0 {
				nc.(*net.TCPConn).SetWriteBuffer(s.sendBuffer)
			}
			return nc, err
		},
	}
}

func (s *stage) url() string {
	if s.secure {
		return "wss://" + s.addr
	}
	return "ws://" + s.addr
}

// dialRaw connects without a handshake of WebSocket.
func dialRaw(t testing.TB, addr string, secure bool) net.Conn {
	t.Helper()
	nc, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	if secure {
		return tls.Client(nc, clientTLS())
	}
	return nc
}

// meet returns a Conn, not started, and its peer. Both are the test's to end.
func (s *stage) meet() (*Conn, *rawPeer) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var (
		c  *Conn
		nc net.Conn
	)
	if s.role == client {
		var err error
		if c, err = Dial(context.Background(), s.url(), s.dialOptions()); err != nil {
			s.t.Fatal(err)
		}
		nc = <-s.peers
	} else {
		nc = dialRaw(s.t, s.addr, s.secure)
		var extensions []string
		if s.compression != nil {
			extensions = append(extensions, fieldExtensions+": "+deflateExtension)
		}
		io.WriteString(nc, handshake(extensions...))
	}
	nc.SetDeadline(time.Now().Add(30 * time.Second))
	p := &rawPeer{s.t, 1 - s.role, nc, bufio.NewReader(nc)}
	if s.role == server {
		resp, err := http.ReadResponse(p.in, nil)
		if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
			s.t.Fatalf("the handshake was answered by %v, %v", resp, err)
		}
		c = <-s.conns
	}
	return c, p
}

// tcpOf is the socket beneath.
func tcpOf(nc net.Conn) *net.TCPConn {
	if tc, ok := nc.(*tls.Conn); ok {
		nc = tc.NetConn()
	}
	return nc.(*net.TCPConn)
}

// socketPair is the two ends of a connection whose handshake is over: that of a
// Conn of role r, with a send buffer as given where that is not 0, and its peer's.
func socketPair(t testing.TB, r role, secure bool, sendBuffer int) (own, peer net.Conn) {
	t.Helper()
	own, peer = tcpPair(t)
	if sendBuffer > 0 {
		own.(*net.TCPConn).SetWriteBuffer(sendBuffer)
	}
	if !secure {
		return own, peer
	}
	var a, b *tls.Conn
	if r == client {
		a, b = tls.Client(underTLS(own), clientTLS()), tls.Server(peer, serverTLS())
	} else {
		a, b = tls.Server(underTLS(own), serverTLS()), tls.Client(peer, clientTLS())
	}
	shaken := make(chan error)
	go func() { shaken <- a.Handshake() }()
	if err := errors.Join(b.Handshake(), <-shaken); err != nil {
		t.Fatal(err)
	}
	return a, b
}

// reset ends TCP by RST. What was written before may or may not be read.
func reset(nc net.Conn) {
	tcp := tcpOf(nc)
	tcp.SetLinger(0)
	tcp.Close()
}

// drain reads until the other side has ended TCP too, and closes.
func (p *rawPeer) drain() {
	io.Copy(io.Discard, p)
	tcpOf(p.Conn).Close()
}

// hangUp ends this half of TCP, as a server does after both close frames, and
// waits for the other.
func (p *rawPeer) hangUp() {
	tcpOf(p.Conn).CloseWrite()
	p.drain()
}

// panicLog is the log of a server that may complain of its clients but not panic.
type panicLog struct{ t testing.TB }

func (l panicLog) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "panic") {
		l.t.Errorf("the server panicked: %s", p)
	}
	return len(p), nil
}

// everywhere runs a test for Conns of either role, over ws and wss.
func everywhere(t *testing.T, test func(t *testing.T, r role, secure bool)) {
	roles(t, func(t *testing.T, r role) {
		t.Run("ws", func(t *testing.T) { test(t, r, false) })
		t.Run("wss", func(t *testing.T) { test(t, r, true) })
	})
}

// Runtimes keep a few goroutines and some memory that no connection owns.
const (
	spareGoroutines = 3
	spareMemory     = 4 << 20
)

// leftovers notes what the process holds and returns a function that waits until
// it holds no more than that. What a process makes once, for all connections, has
// to be there already: have one connection come and go before.
func leftovers(t testing.TB) (check func()) {
	t.Helper()
	goroutines, files, heap := runtime.NumGoroutine(), openFiles(), heapInUse()
	return func() {
		t.Helper()
		var g, f int
		var h uint64
		for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			g, f = runtime.NumGoroutine(), openFiles()
			if g <= goroutines+spareGoroutines && f <= files {
				if h = heapInUse(); h <= heap+spareMemory {
					return
				}
			}
			if time.Now().After(end) {
				break
			}
		}
		stacks := make([]byte, 1<<20)
		t.Errorf("%d goroutines, %d descriptors and %d bytes were there before, %d, %d and %d are left:\n%s",
			goroutines, files, heap, g, f, h, stacks[:runtime.Stack(stacks, true)])
	}
}

// heapInUse is what is reachable. Pools let go at the second collection.
func heapInUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// smaller is n, or less of it under the race detector.
func smaller(t testing.TB, n, underRace int) int {
	if raceDetector {
		t.Logf("%d instead of %d under the race detector", underRace, n)
		return underRace
	}
	return n
}

// warm has one connection come and go.
func (s *stage) warm() {
	c, p := s.meet()
	rec := newRecorder()
	c.Start(rec)
	c.CloseNow()
	<-rec.closed
	p.drain()
}

// endOf says how a connection ended, or that it did not in time.
func endOf(r *recorder) (*CloseError, error) {
	select {
	case <-r.closed:
		return r.end, nil
	case <-time.After(15 * time.Second):
		return nil, fmt.Errorf("OnClose was not called")
	}
}
