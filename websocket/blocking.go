package websocket

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

// blockingReader is the state of Read.
type blockingReader struct {
	mu    sync.Mutex
	batch []Message // delivered[at:] is still to be returned
	at    int
	err   error // what ends the connection, after the batch
	end   *CloseError
}

// Read waits for the next message and returns it; the data are the caller's. It
// is for connections that were not started. The calling goroutine answers pings
// and close frames, so that somebody should always be reading.
//
// The error is a *CloseError once the connection has ended. When ctx ends
// first, Read returns its error and the connection stays as it is: nothing is
// lost, and Read can be called again. Two things ctx does not shorten: the end of
// a connection, for which the reply has to leave and TCP to end (CloseTimeout and
// two seconds at most), and PauseReads, which is for connections with a Handler.
func (c *Conn) Read(ctx context.Context) (MessageType, []byte, error) {
	b := c.blocking.Load()
	if b == nil {
		c.blocking.CompareAndSwap(nil, new(blockingReader))
		b = c.blocking.Load()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if c.handler != nil {
		return 0, nil, errors.New("websocket: Read on a connection that was started: messages go to its handler")
	}
	c.started.Store(true)
	if err := ctx.Err(); err != nil {
		return 0, nil, err
	}
	for {
		if b.at < len(b.batch) {
			m := b.batch[b.at]
			b.at++
			data := append([]byte{}, m.Data...)
			if b.at == len(b.batch) {
				c.in.delivered(b.batch)
				b.batch, b.at = nil, 0
			}
			return m.Type, data, nil
		}
		if b.end != nil {
			return 0, nil, b.end
		}
		if b.err != nil {
			b.end = c.end(b.err)
			c.hangUp(b.end)
			continue
		}
		if err := b.next(ctx, c); err != nil {
			return 0, nil, err
		}
	}
}

// next reads a batch into b. It returns an error only if ctx ended first.
func (b *blockingReader) next(ctx context.Context, c *Conn) error {
	interrupted := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		c.tr.SetReadDeadline(time.Unix(1, 0))
		close(interrupted)
	})
	c.alive.back()
	b.batch, b.err = c.in.next(c)
	c.alive.leave()
	if stop() {
		return nil
	}
	// The deadline must not meet the next call.
	<-interrupted
	c.tr.SetReadDeadline(time.Time{})
	if len(b.batch) == 0 && errors.Is(b.err, os.ErrDeadlineExceeded) {
		b.err = nil
		return ctx.Err()
	}
	return nil
}

// Write sends a message and waits until the kernel has taken it. A full queue
// makes it wait rather than fail. When ctx ends first, Write returns its error;
// a message that was accepted by then is still written.
func (c *Conn) Write(ctx context.Context, t MessageType, p []byte) error {
	if err := t.check(); err != nil {
		return err
	}
	w := &c.out
	w.mu.Lock()
	defer w.mu.Unlock()
	stop := context.AfterFunc(ctx, func() {
		w.mu.Lock()
		w.drained.broadcast()
		w.mu.Unlock()
	})
	defer stop()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := c.admit(int64(len(p)))
		if err == nil {
			break
		}
		if err != ErrQueueFull || int64(len(p)) > c.limits.Queue {
			return err
		}
		w.drained.wait(&w.mu)
	}
	c.frame(t, p)
	c.write() // also from under a cork: who waits for it cannot uncork
	for end := w.framed; w.written < end || w.beneath > 0; {
		if w.err != nil {
			return w.err // it was accepted, and is lost
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		w.drained.wait(&w.mu)
	}
	return nil
}
