package uni_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/websocket"
)

func TestMessagesKeepTheirTypeAndContent(t *testing.T) {
	url := echoServer(t)
	app := newApp(t, uni.Config{})
	got := make(chan uni.Data, 1)
	task := connectOpen(t, app, uni.ConnectSocketOptions{
		URL: url, OnMessage: func(e uni.MessageEvent) { got <- e.Data },
	})
	big := strings.Repeat("0123456789abcdef", 1<<16) // 1 MiB
	for _, d := range []uni.Data{
		{}, uni.Text(""), uni.Text("hello"), uni.Text("中文 🎉"), uni.Text("\x00"), uni.Text(big),
		uni.Bytes(nil), uni.Bytes([]byte{}), uni.Bytes([]byte{0, 255, 0x80}), uni.Bytes([]byte(big)),
	} {
		j := newJournal()
		if err := j.send("send", task.Send, d); err != nil {
			t.Errorf("sending %.20q: %v", d, err)
			continue
		}
		echoed := await(t, got, "echo")
		if echoed.IsText() != d.IsText() || echoed.String() != d.String() || !bytes.Equal(echoed.Bytes(), d.Bytes()) {
			t.Errorf("%.20q (text: %t) came back as %.20q (text: %t)", d, d.IsText(), echoed, echoed.IsText())
		}
		settle(t, app)
		j.is(t, "send success sendSocketMessage:ok", "send complete sendSocketMessage:ok 0")
	}
}

func TestATextThatIsNotUTF8IsNotSent(t *testing.T) {
	app := newApp(t, uni.Config{})
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: echoServer(t)})
	const want = "sendSocketMessage:fail the text is not valid UTF-8: send it as Bytes"
	j := newJournal()
	if err := j.send("task", task.Send, uni.Text("a\xffb")); text(err) != want {
		t.Errorf("Send: %v", err)
	}
	if err := j.send("global", app.SendSocketMessage, uni.Text("\xed\xa0\x80")); text(err) != want {
		t.Errorf("SendSocketMessage: %v", err)
	}
	settle(t, app)
	j.is(t, "task fail "+want+" 0", "task complete "+want+" 0", "global fail "+want+" 0", "global complete "+want+" 0")
	if s := task.ReadyState(); s != uni.Open {
		t.Errorf("the task is %v", s)
	}
}

func TestSendCopiesItsData(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url})
	p := []byte("00")
	for i := range 100 {
		p[0], p[1] = byte('0'+i/10), byte('0'+i%10)
		if err := task.Send(uni.SendOptions{Data: uni.Bytes(p)}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		if got, want := await(t, s.messages, "message"), string([]byte{byte('0' + i/10), byte('0' + i%10)}); got != want {
			t.Fatalf("message %d is %q", i, got)
		}
	}
}

// Every listener may keep and change what it got.
func TestTheDataOfAMessageBelongToEachListener(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	const n = 2000
	var kept [][]byte // of the loop until done
	done := make(chan struct{})
	task := connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url, OnMessage: func(e uni.MessageEvent) {
		clear(e.Data.Bytes())
	}})
	app.OnSocketMessage(func(e uni.MessageEvent) { clear(e.Data.Bytes()) })
	task.OnMessage(func(e uni.MessageEvent) {
		if kept = append(kept, e.Data.Bytes()); len(kept) == n {
			close(done)
		}
	})
	c := await(t, s.conns, "connection")
	for i := range n {
		c.Send(websocket.Binary, binary.BigEndian.AppendUint64(make([]byte, 0, 200), uint64(i))[:8+i%190])
	}
	await(t, done, "last message")
	for i, p := range kept {
		if len(p) != 8+i%190 || binary.BigEndian.Uint64(p) != uint64(i) {
			t.Fatalf("message %d is % x later", i, p)
		}
	}
}

// What the listener of one message sends does not wait for all the messages that
// arrived with it.
func TestAnAnswerLeavesWhileLaterMessagesAreStillHandled(t *testing.T) {
	s := serve(t, nil, nil)
	app := newApp(t, uni.Config{})
	answered := make(chan bool, 1)
	i := 0
	connectOpen(t, app, uni.ConnectSocketOptions{URL: s.url, OnMessage: func(e uni.MessageEvent) {
		switch i++; i {
		case 1:
			if err := e.Task.Send(uni.SendOptions{Data: uni.Text("answer")}); err != nil {
				t.Error(err)
			}
			time.Sleep(5 * time.Millisecond) // a slow listener
		case 2:
			select {
			case <-s.messages:
				answered <- true
			case <-time.After(patience):
				answered <- false
			}
		}
	}})
	c := await(t, s.conns, "connection")
	c.Cork()
	c.SendText("one")
	c.SendText("two")
	c.Uncork()
	if !<-answered {
		t.Error("the answer to the first message waits for the listener of the second")
	}
}
