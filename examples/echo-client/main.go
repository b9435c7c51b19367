// Command echo-client connects to a WebSocket server and sends every message back
// as it came, text as text and binary as binary, until the server closes:
//
//	go run ./examples/echo-client ws://127.0.0.1:9001/
//
// It is what an outside conformance suite that plays the server is pointed at,
// one run for each case. Its exit status is 0 when both sides closed in an orderly
// way, 1 when the connection did not open or broke, and 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/unisocket/uni/websocket"
)

const (
	// largest is that of a message, before and after it is inflated.
	largest = 64 << 20

	// ahead is how many bytes of echoes may wait for the server to read them,
	// as those do of a server that writes a lot before it reads. From there on
	// its messages are read no further. With the message that is one too many,
	// this bounds what the program holds.
	ahead = 16 << 20
)

var options = websocket.DialOptions{
	Compression: &websocket.Compression{
		ClientMaxWindowBits: 15,   // offered without a value: any answer is possible
		Takeover:            true, // where the server lets it
	},
	HandshakeTimeout: 10 * time.Second,
	Options: websocket.Options{Limits: websocket.Limits{
		Message:  largest,
		Inflated: largest,
		Queue:    ahead + largest,
	}},
}

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// run is the program; what it has to say goes to stderr.
func run(args []string, stderr io.Writer) (status int) {
	if len(args) != 1 {
		fmt.Fprintln(stderr, "usage: echo-client URL (ws://… or wss://…)")
		return 2
	}
	if err := options.Validate(args[0]); err != nil {
		fmt.Fprintln(stderr, "echo-client:", err)
		return 2
	}
	if err := echo(args[0]); err != nil {
		fmt.Fprintln(stderr, "echo-client:", err)
		return 1
	}
	return 0
}

// echo returns nil after an orderly close.
func echo(url string) error {
	ctx := context.Background()
	c, err := websocket.Dial(ctx, url, &options)
	if err != nil {
		return err
	}
	for {
		t, data, err := c.Read(ctx)
		var end *websocket.CloseError
		switch {
		case errors.As(err, &end) && end.Err == nil:
			return nil
		case err != nil:
			return err
		}
		// A message that cannot be sent any more is lost because the connection
		// is over, and Read says why.
		if c.BufferedAmount() < ahead {
			c.Send(t, data)
		} else {
			c.Write(ctx, t, data)
		}
	}
}
