//go:build linux && !portable && !parked

package websocket

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"
)

// polledPeers are n Conns that a poller watches, with their peers.
func polledPeers(t *testing.T, n int) (conns []*Conn, peers []*rawPeer) {
	for range n {
		c, p := newRawPeer(t, client, nil, Options{})
		conns, peers = append(conns, c), append(peers, p)
	}
	return conns, peers
}

// shared records the messages of several connections.
type shared struct {
	*recorder
	before func() // called first, may be nil
}

func (shared) OnOpen(*Conn)               {}
func (shared) OnClose(*Conn, *CloseError) {}

func (h shared) OnMessages(c *Conn, msgs []Message) {
	if h.before != nil {
		h.before()
	}
	h.recorder.OnMessages(c, msgs)
}

func TestAPolledConnectionHasNoGoroutine(t *testing.T) {
	conns, peers := polledPeers(t, 100)
	before := runtime.NumGoroutine()
	r := newRecorder()
	for i, c := range conns {
		c.Start(shared{recorder: r})
		if _, polled := c.tr.(*polledSocket); !polled {
			t.Fatalf("the connection was not adopted: it has a %T", c.tr)
		}
		peers[i].write(server.frame(textFrame, "x"))
	}
	r.await(t, len(conns))
	for runtime.NumGoroutine() > before+3*len(pollers.all) { // a poller's own, and those about to end
		runtime.Gosched()
	}
	for _, c := range conns {
		c.CloseNow()
	}
}

func TestAPolledConnectionKnowsItsAddresses(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	r := newRecorder()
	c.Start(r)
	check := func() {
		t.Helper()
		if got, want := c.LocalAddr().String(), peer.RemoteAddr().String(); got != want {
			t.Errorf("the local address is %s, want %s", got, want)
		}
		if got, want := c.RemoteAddr().String(), peer.LocalAddr().String(); got != want {
			t.Errorf("the remote address is %s, want %s", got, want)
		}
	}
	check()
	c.CloseNow()
	r.awaitClose(t)
	check()
}

// Handlers that block all at once are each called all the same, whatever they
// wait for: here for one another.
func TestBlockedHandlersDelayNobodyElse(t *testing.T) {
	conns, peers := polledPeers(t, 40)
	var all sync.WaitGroup
	all.Add(len(conns))
	r := newRecorder()
	for _, c := range conns {
		c.Start(shared{r, func() {
			all.Done()
			all.Wait()
		}})
	}
	for _, p := range peers {
		p.write(server.frame(textFrame, "x"))
	}
	r.await(t, len(conns))
	for _, c := range conns {
		c.CloseNow()
	}
}

// What a blocked handler's connection still has to send leaves, and what arrives
// for it meanwhile is delivered when it returns.
func TestABlockedHandlerStopsNoWrites(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	smallBuffer(c)
	blocked, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	r := newRecorder()
	c.Start(hooks{recorder: r, messages: func(*Conn, []Message) {
		once.Do(func() {
			close(blocked)
			<-release
		})
	}})
	peer.write(server.frame(textFrame, "first"))
	<-blocked
	big := bytes.Repeat([]byte("x"), 4<<20)
	c.SendText(string(big)) // on this goroutine: the handler's own cork was before
	peer.write(server.frame(textFrame, "second"), server.frame(textFrame, "third"))
	close(release)
	if _, got := peer.read(); got != string(big) {
		t.Errorf("the peer got %d bytes", len(got))
	}
	if got := r.await(t, 3); got[1] != "text second" || got[2] != "text third" {
		t.Errorf("the messages are %q", got)
	}
	c.CloseNow()
	r.awaitClose(t)
}

// runtime.Goexit in a handler, as a test's FailNow, ends that connection's
// goroutine and no other's.
func TestAHandlerThatEndsItsGoroutineHarmsNoOther(t *testing.T) {
	conns, peers := polledPeers(t, 20)
	r := newRecorder()
	for i, c := range conns {
		h := shared{recorder: r}
		if i%2 == 0 {
			h.before = runtime.Goexit
		}
		c.Start(h)
	}
	for round := range 3 {
		for _, p := range peers {
			p.write(server.frame(textFrame, fmt.Sprint(round)))
		}
		r.await(t, (round+1)*len(conns)/2)
	}
	for _, c := range conns {
		c.CloseNow()
	}
}

// A connection that somebody else holds is not taken from them: closing it ends
// the Conn.
func TestAConnectionOfTheCallersOwnStaysTheirs(t *testing.T) {
	a, b := tcpPair(t)
	c := newConn(connParams{role: client, netConn: a})
	r := newRecorder()
	c.Start(r)
	if _, polled := c.tr.(*polledSocket); polled {
		t.Error("the connection was taken")
	}
	a.Close()
	r.awaitClose(t)
	if _, err := b.(*net.TCPConn).Read(make([]byte, 1)); err == nil {
		t.Error("the peer did not see the end")
	}
}

// Each handler that blocks is relieved, also when none had blocked for a while.
func TestOneHandlerBlocksAfterAnother(t *testing.T) {
	conns, peers := polledPeers(t, 20)
	called, release := make(chan struct{}), make(chan struct{})
	r := newRecorder()
	for _, c := range conns {
		c.Start(shared{r, func() {
			called <- struct{}{}
			<-release
		}})
	}
	for i, p := range peers {
		conns[i].tr.(*polledSocket).poller.spread.Store(0)
		p.write(server.frame(textFrame, "x"))
		<-called
	}
	close(release)
	r.await(t, len(conns))
	for _, c := range conns {
		c.CloseNow()
	}
}

// A read stops short of TCP's urgent data, which must not be taken for the end of
// what there is.
func TestUrgentDataHideNothing(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	r := newRecorder()
	c.Start(r)
	// The urgent byte itself does not pass in band.
	raw, err := peer.Conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	raw.Write(func(fd uintptr) bool {
		if err := syscall.Sendto(int(fd), append(server.frame(textFrame, "one"), '!'), syscall.MSG_OOB, nil); err != nil {
			t.Error(err)
		}
		return true
	})
	peer.write(server.frame(textFrame, "two"))
	if got := r.await(t, 2); got[1] != "text two" {
		t.Errorf("the messages are %q", got)
	}
	c.CloseNow()
	r.awaitClose(t)
}

// The addresses may be asked for while Start takes the connection.
func TestAddressesAreKnownDuringStart(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			asked := make(chan struct{})
			go func() {
				defer close(asked)
				for range 100 {
					if c.RemoteAddr() == nil || c.LocalAddr() == nil {
						t.Error("an address is nil")
						return
					}
				}
			}()
			r := newRecorder()
			c.Start(r)
			<-asked
			c.CloseNow()
			s.CloseNow()
			r.awaitClose(t)
		})
	}
}

// A peer that has more to send than TCP holds is read from to its end, also where its
// close frame came with many messages.
func TestWhatComesBehindManyMessagesAndACloseFrameIsRead(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	r := newRecorder()
	c.Start(shared{recorder: r})
	frames := slices.Repeat([][]byte{server.frame(textFrame, "x")}, 2*busyBatch)
	peer.write(append(frames, server.frame(closeFrame, closeBody(StatusNormalClosure, "")))...)
	peer.expect(closeFrame, closeBody(StatusNormalClosure, ""))
	peer.write(make([]byte, 12<<20))
	c.CloseNow()
}

// DialContext's connection may be the caller's still, who says so by leaving HandOver out.
func TestOnlyAConnectionThatWasHandedOverIsTaken(t *testing.T) {
	for _, secure := range []bool{false, true} {
		for _, handOver := range []bool{false, true} {
			t.Run(fmt.Sprintf("TLS %v, HandOver %v", secure, handOver), func(t *testing.T) {
				conns := make(chan *Conn, 1)
				addr, roots := echoServer(t, NewListener, secure, conns)
				url := "ws://" + addr
				if secure {
					url = "wss://" + addr
				}
				var held net.Conn
				c, err := Dial(t.Context(), url, &DialOptions{
					TLS:      &tls.Config{RootCAs: roots},
					HandOver: handOver,
					DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
						nc, err := new(net.Dialer).DialContext(ctx, network, addr)
						held = nc
						return nc, err
					},
				})
				if err != nil {
					t.Fatal(err)
				}
				echoAll(t, c, []string{"hello"}, false)
				if _, polled := c.tr.(*polledSocket); polled != handOver {
					t.Errorf("the connection has a %T", c.tr)
				}
				if err := held.SetDeadline(time.Time{}); (err != nil) != handOver {
					t.Errorf("the caller's connection says %v", err)
				}
				c.CloseNow()
			})
		}
	}
}
