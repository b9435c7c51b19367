// Command gochat is a Go program that uses uni-app's socket API: it connects,
// says three things to an echo server and closes.
//
//	go run ./examples/gochat
//	go run ./examples/gochat wss://echo.example.com/
//
// Without a URL it talks to a server of its own, so that nothing has to be
// started first.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
)

func main() {
	log.SetFlags(0)
	config, url := uni.Config{}, "wss://chat.example.com/room"
	if len(os.Args) > 1 {
		url = os.Args[1]
	} else {
		local, err := devserver.StartLocal(devserver.Config{})
		if err != nil {
			log.Fatal(err)
		}
		defer local.Close()
		config.DialContext, config.TLS = local.DialContext, local.TLSConfig()
	}
	app, err := uni.New(config)
	if err != nil {
		log.Fatal(err)
	}
	if err := chat(app, url); err != nil {
		log.Fatal(err)
	}
}

// chat has a conversation with an echo server and returns when it is over.
func chat(app *uni.App, url string) error {
	lines := []string{"hello", "中文 too", "bye"}
	over := make(chan error, 1)
	say := func(task *uni.SocketTask) {
		if err := task.Send(uni.SendOptions{Data: uni.Text(lines[0])}); err != nil {
			log.Print(err)
		}
		lines = lines[1:]
	}
	var broke error
	_, err := app.ConnectSocket(uni.ConnectSocketOptions{
		URL:     url,
		Success: func(r uni.Result) { fmt.Println("connecting:", r.ErrMsg) },
		OnOpen: func(e uni.OpenEvent) {
			fmt.Println("open")
			say(e.Task)
		},
		OnMessage: func(e uni.MessageEvent) {
			fmt.Println("echo:", e.Data)
			if len(lines) > 0 {
				say(e.Task)
				return
			}
			if err := e.Task.Close(uni.CloseOptions{Reason: "said it all"}); err != nil {
				log.Print(err)
			}
		},
		OnError: func(e uni.ErrorEvent) { broke = e.Err },
		OnClose: func(e uni.CloseEvent) {
			fmt.Println("closed:", e.Code, e.Reason)
			over <- broke
		},
	})
	if err != nil {
		return err
	}
	return <-over
}
