//go:build linux

package main

import (
	"errors"

	"github.com/unisocket/uni"
)

// uniClient is the API of uni-app in Go, on the platform "standard".
var uniClient = client{name: "uni", dial: dialUni, queues: true}

// uniConn is a task. The app hands over messages as soon as they come; what comes
// before start waits.
type uniConn struct {
	task    *uni.SocketTask
	text    bool
	started chan struct{}
}

func dialUni(t *target, in inbox) (conn, error) {
	app, err := uni.New(uni.Config{TLS: t.tls})
	if err != nil {
		return nil, err
	}
	u := &uniConn{text: t.text, started: make(chan struct{})}
	opened := make(chan error, 1)
	u.task, err = app.ConnectSocket(uni.ConnectSocketOptions{
		URL:    t.url(),
		OnOpen: func(uni.OpenEvent) { opened <- nil },
		OnMessage: func(e uni.MessageEvent) {
			<-u.started
			in.message(e.Data.Bytes())
		},
		OnError: func(e uni.ErrorEvent) {
			select {
			case opened <- e.Err:
			default:
				in.broke(e.Err)
			}
		},
		OnClose: func(uni.CloseEvent) { in.broke(errors.New("closed")) },
	})
	if err != nil {
		return nil, err
	}
	return u, <-opened
}

func (u *uniConn) start() { close(u.started) }

func (u *uniConn) send(m *message) error {
	if u.text {
		return u.task.Send(uni.SendOptions{Data: uni.Text(m.text)})
	}
	return u.task.Send(uni.SendOptions{Data: uni.Bytes(m.data)})
}

func (u *uniConn) flush() error { return nil }
func (u *uniConn) close()       { u.task.Close(uni.CloseOptions{}) }
