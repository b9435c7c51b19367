package uni_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/websocket"
)

func TestManyGoroutinesSendOnManySocketsAndNothingIsLost(t *testing.T) {
	const sockets, senders, each = 3, 4, 250
	url := echoServer(t)
	app := newApp(t, uni.Config{})
	var done, tasks sync.WaitGroup
	for i := range sockets {
		got := map[string]int{} // of the loop until done
		last := map[string]int{}
		done.Add(1)
		task := connectOpen(t, app, uni.ConnectSocketOptions{URL: url, OnMessage: func(e uni.MessageEvent) {
			var sender, n int
			var name string
			if _, err := fmt.Sscanf(e.Data.String(), "%s %d %d", &name, &sender, &n); err != nil {
				t.Errorf("the message %q: %v", e.Data, err)
			}
			key := fmt.Sprint(name, sender)
			if n != last[key] {
				t.Errorf("socket %d: %s has message %d, after %d", i, key, n, last[key]-1)
			}
			last[key] = n + 1
			if got[e.Data.String()]++; len(got) == senders*each {
				done.Done()
			}
		}})
		for sender := range senders {
			tasks.Go(func() {
				for n := range each {
					m := fmt.Sprintf("socket%d %d %d", i, sender, n)
					d := uni.Text(m)
					if n%2 == 1 {
						d = uni.Bytes([]byte(m))
					}
					if err := task.Send(uni.SendOptions{Data: d}); err != nil {
						t.Errorf("%s: %v", m, err)
					}
					task.BufferedAmount()
				}
			})
		}
	}
	tasks.Wait()
	all := make(chan struct{})
	go func() { done.Wait(); close(all) }()
	await(t, all, "last message")
}

func TestTheCallbacksOfOneAppNeverOverlap(t *testing.T) {
	url := echoServer(t)
	app := newApp(t, uni.Config{})
	var busy atomic.Bool
	var plain int // as callbacks never overlap, and one happens before the next
	alone := func(fn func()) {
		if busy.Swap(true) {
			t.Error("two callbacks run at once")
		}
		plain++
		fn()
		busy.Store(false)
	}
	nothing := func() {}
	result := func(uni.Result) { alone(nothing) }
	app.OnSocketOpen(func(uni.OpenEvent) { alone(nothing) })
	app.OnSocketMessage(func(uni.MessageEvent) { alone(nothing) })
	var closed, callers sync.WaitGroup
	for range 8 {
		closed.Add(1)
		callers.Go(func() {
			left := 20
			app.ConnectSocket(uni.ConnectSocketOptions{
				URL: url, Success: result, Complete: result,
				OnOpen: func(e uni.OpenEvent) {
					alone(func() {
						for range left {
							e.Task.Send(uni.SendOptions{Data: uni.Text("x"), Success: result, Complete: result})
						}
					})
				},
				OnMessage: func(e uni.MessageEvent) {
					alone(func() {
						if left--; left == 0 {
							e.Task.Close(uni.CloseOptions{Success: result, Complete: result})
						}
					})
				},
				OnClose: func(uni.CloseEvent) { alone(closed.Done) },
			})
			// On the platform standard, failures come from here at the same time.
			for range 20 {
				app.CloseSocket(uni.CloseOptions{Code: 1, Fail: func(*uni.Error) { alone(nothing) }, Complete: result})
			}
		})
	}
	callers.Wait()
	all := make(chan struct{})
	go func() { closed.Wait(); close(all) }()
	await(t, all, "last close")
	settle(t, app)
	if plain == 0 {
		t.Error("no callback ran")
	}
}

// A receiver that is slow stops the sender by TCP instead of collecting what it
// sends, and gets everything in the end.
func TestASlowReceiverHoldsUpTheSenderAndLosesNothing(t *testing.T) {
	const n, size = 96, 1 << 20
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	done := make(chan struct{})
	next := 0
	connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url, OnMessage: func(e uni.MessageEvent) {
		p := e.Data.Bytes()
		if len(p) != size || int(p[0]) != next || int(p[size-1]) != next {
			t.Errorf("message %d has %d bytes and begins with %d", next, len(p), p[0])
		}
		if next++; next == n {
			close(done)
		}
	}})
	c := await(t, s.conns, "connection")
	free := occupy(t, app)
	defer free()
	var sent atomic.Int64
	go func() {
		p := make([]byte, size)
		for i := range n {
			p[0], p[size-1] = byte(i), byte(i)
			if err := c.Write(t.Context(), websocket.Binary, p); err != nil {
				t.Errorf("message %d: %v", i, err)
				return
			}
			sent.Add(1)
		}
	}()
	// The system's buffers take a while to fill, on both sides.
	if got := stable(t, &sent); got >= n/2 {
		t.Errorf("%d of %d MiB were sent to a receiver that takes none", got, n)
	}
	free()
	await(t, done, "last message")
}
