package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/unisocket/uni/websocket"
)

func TestServeAnswersUntilCtrlC(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no way to send Ctrl-C to one process")
	}
	var log bytes.Buffer
	serve := exec.CommandContext(t.Context(), "unisocket", "serve", "-v", "--listen", "127.0.0.1:0")
	serve.Stderr = &log
	out, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("it says nothing: %v", lines.Err())
	}
	words := strings.Fields(lines.Text()) // listening on ws://… and wss://…
	for lines.Text() != "Ctrl-C ends it." && lines.Scan() {
	}

	c, err := websocket.Dial(t.Context(), words[2]+"/echo", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(t.Context(), websocket.Text, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, data, err := c.Read(t.Context()); err != nil || string(data) != "hello" {
		t.Errorf("the echo of hello is %q, %v", data, err)
	}

	serve.Process.Signal(os.Interrupt)
	var closed *websocket.CloseError
	if _, _, err := c.Read(t.Context()); !errors.As(err, &closed) || closed.Code != websocket.StatusGoingAway {
		t.Errorf("after Ctrl-C the client gets %v, want a close with 1001", err)
	}
	if err := serve.Wait(); err != nil {
		t.Errorf("it ends with %v, want status 0", err)
	}
	for _, text := range []string{"open 127.0.0.1:", "/echo: the connection was closed with 1001"} {
		if !strings.Contains(log.String(), text) {
			t.Errorf("the log has no %q:\n%s", text, log.String())
		}
	}
}
