package websocket

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

func TestReadAndWrite(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			go func() {
				for {
					typ, data, err := s.Read(context.Background())
					if err != nil || s.Write(context.Background(), typ, data) != nil {
						return
					}
				}
			}()
			for _, size := range []int{0, 5, 100_000, 1 << 20} {
				// The reader has to be at work: the peer's answer may need room.
				written := make(chan error)
				want := bytes.Repeat([]byte("x"), size)
				go func() { written <- c.Write(t.Context(), Binary, want) }()
				typ, data, err := c.Read(t.Context())
				if typ != Binary || !bytes.Equal(data, want) || err != nil {
					t.Fatalf("%d bytes came back as %v with %d, %v", size, typ, len(data), err)
				}
				if err := <-written; err != nil {
					t.Fatalf("Write: %v", err)
				}
				if n := c.BufferedAmount(); n != 0 {
					t.Errorf("BufferedAmount is %d after Write", n)
				}
			}
			c.Close(1000, "bye")
			var end *CloseError
			for range 2 { // the error stays
				if _, _, err := c.Read(t.Context()); !errors.As(err, &end) || end.Code != 1000 {
					t.Errorf("Read at the end: %v", err)
				}
			}
		})
	}
}

// A Read that was given up loses nothing: the next one goes on.
func TestReadCanBeGivenUp(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{})
			for range 3 {
				ctx, cancel := cancelledSoon(t)
				if _, _, err := c.Read(ctx); !errors.Is(err, context.DeadlineExceeded) {
					t.Fatalf("Read: %v", err)
				}
				cancel()
			}
			if _, _, err := c.Read(canceled()); !errors.Is(err, context.Canceled) {
				t.Fatalf("Read: %v", err)
			}
			s.SendText("one")
			s.SendText("two")
			for _, want := range []string{"one", "two"} {
				if _, data, err := c.Read(t.Context()); string(data) != want || err != nil {
					t.Fatalf("Read returned %q, %v, want %q", data, err, want)
				}
			}
			c.CloseNow()
			s.CloseNow()
		})
	}
}

func canceled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// Write waits for the kernel, for its context, or for the end; and where the
// message is lost it says so.
func TestWriteWaits(t *testing.T) {
	large := make([]byte, 8<<20)
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			c, s := newPair(t, p.connect, nil, Options{Limits: Limits{Queue: 12 << 20}})
			ctx, cancel := cancelledSoon(t)
			defer cancel()
			if err := c.Write(ctx, Binary, large); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Write to a peer that does not read: %v", err)
			}
			ctx, cancel = cancelledSoon(t)
			defer cancel()
			if err := c.Write(ctx, Binary, large); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Write into a full queue: %v", err)
			}
			if err := c.Write(t.Context(), Binary, make([]byte, 13<<20)); !errors.Is(err, ErrQueueFull) {
				t.Errorf("Write of more than the queue can ever hold: %v", err)
			}
			lost := make(chan error)
			go func() { lost <- c.Write(context.Background(), Binary, make([]byte, 1000)) }()
			s.CloseNow()
			if err := <-lost; err == nil {
				t.Error("a message that was never written was reported as written")
			}
		})
	}
}

// Who waits for a message cannot uncork: Write takes it, and what was sent
// before, along.
func TestWriteDoesNotWaitForUncork(t *testing.T) {
	c, peer := newRawPeer(t, client, nil, Options{})
	c.Cork()
	c.SendText("first")
	if err := c.Write(t.Context(), Text, []byte("second")); err != nil {
		t.Fatal(err)
	}
	peer.expect(textFrame, "first")
	peer.expect(textFrame, "second")
	c.Uncork()
}
