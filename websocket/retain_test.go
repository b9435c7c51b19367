package websocket

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// Retained messages keep their bytes while others arrive in the buffers of those
// that were let go, whoever releases them and when.
func TestRetainedMessagesStayAsTheyAre(t *testing.T) {
	deflates := map[string]*deflateParams{
		"plain":      nil,
		"compressed": {serverBits: 15, clientBits: 15, level: 1, threshold: 20},
	}
	for name, d := range deflates {
		t.Run(name, func(t *testing.T) {
			c, s := newPair(t, tcpPair, d, Options{})
			const n = 900
			kept := make(chan Message, 64)
			var checked sync.WaitGroup
			for range 3 {
				checked.Go(func() {
					for m := range kept {
						if want := numbered(m.Data); !bytes.Equal(m.Data, want) {
							t.Errorf("a retained message became %.60q, was %.60q", m.Data, want)
						}
						m.Release()
					}
				})
			}
			seen := 0
			rec := newRecorder()
			s.Start(hooks{recorder: rec, messages: func(_ *Conn, msgs []Message) {
				for _, m := range msgs {
					if seen++; seen%3 == 0 {
						m.Retain()
						kept <- m
					}
				}
			}})
			cr := newRecorder()
			c.Start(cr)
			random := rand.New(rand.NewPCG(1, 2))
			for i := range n {
				size := random.IntN(200)
				if i%100 == 0 {
					size = random.IntN(200_000)
				}
				if err := c.Send(Binary, numberedMessage(i, size)); err != nil {
					t.Fatal(err)
				}
			}
			c.Close(1000, "")
			rec.awaitClose(t)
			cr.awaitClose(t)
			close(kept)
			checked.Wait()
			if seen != n {
				t.Errorf("%d of %d messages arrived", seen, n)
			}
		})
	}
}

// numberedMessage can be made again from its beginning.
func numberedMessage(i, size int) []byte {
	p := fmt.Appendf(nil, "%08d %08d ", i, size)
	return append(p, bytes.Repeat([]byte{byte(i)}, size)...)
}

func numbered(p []byte) []byte {
	var i, size int
	fmt.Sscanf(string(p[:min(18, len(p))]), "%d %d", &i, &size)
	return numberedMessage(i, min(size, 1<<20))
}

// A batch of tiny messages that were compressed does not take a buffer each,
// and what inflates to much is delivered in several batches.
func TestSmallInflatedMessagesShareMemory(t *testing.T) {
	d := &deflateParams{serverBits: 15, clientBits: 15, level: 1}
	var stream []byte
	for range 1000 {
		stream = append(stream, server.frame(0xc1, "\xf2\x48\xcd\xc9\xc9\x07\x00")...)
	}
	c := newScripted(client, d, Options{}, [][]byte{stream})
	batch, err := c.in.next(c)
	if len(batch) != 1000 || err != nil {
		t.Fatalf("the batch has %d messages, %v", len(batch), err)
	}
	buffers := make(map[*buffer]bool)
	for _, m := range batch {
		if string(m.Data) != "Hello" {
			t.Fatalf("a message is %q", m.Data)
		}
		buffers[m.buf] = true
	}
	if len(buffers) != 1 {
		t.Errorf("1000 messages of 5 bytes lie in %d buffers", len(buffers))
	}
	c.in.delivered(batch)
	c.in.drop()

	z, _ := (&deflater{threshold: 1, pool: compressorPool(1, 15)}).message(make([]byte, 300_000))
	large := server.frame(0xc2, string(z.data[:z.n]))
	c = newScripted(client, d, Options{}, [][]byte{bytes.Repeat(large, 20)})
	total := 0
	for total < 20 {
		batch, err := c.in.next(c)
		if err != nil {
			t.Fatal(err)
		}
		if len(batch) > 4 {
			t.Errorf("a batch holds %d messages of 300,000 bytes", len(batch))
		}
		total += len(batch)
		c.in.delivered(batch)
	}
	c.in.drop()
}
