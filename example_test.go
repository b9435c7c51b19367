package uni_test

import (
	"fmt"
	"log"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/devserver"
)

// An App talks to a server that echoes, here one that answers for every host
// name without leaving the machine.
func Example() {
	local, err := devserver.StartLocal(devserver.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer local.Close()
	app, err := uni.New(uni.Config{DialContext: local.DialContext, TLS: local.TLSConfig()})
	if err != nil {
		log.Fatal(err)
	}

	closed := make(chan struct{})
	_, err = app.ConnectSocket(uni.ConnectSocketOptions{
		URL:     "wss://example.com/chat",
		Success: func(r uni.Result) { fmt.Println(r.ErrMsg) },
		OnOpen: func(e uni.OpenEvent) {
			if err := e.Task.Send(uni.SendOptions{Data: uni.Text("hello 你好")}); err != nil {
				log.Print(err)
			}
		},
		OnMessage: func(e uni.MessageEvent) {
			fmt.Println("message:", e.Data)
			if err := e.Task.Close(uni.CloseOptions{Reason: "that was all"}); err != nil {
				log.Print(err)
			}
		},
		OnClose: func(e uni.CloseEvent) {
			fmt.Println("close:", e.Code, e.Reason)
			close(closed)
		},
	})
	if err != nil {
		log.Fatal(err) // a call that cannot be: a bad URL, a header that may not be set
	}
	<-closed
	// Output:
	// connectSocket:ok
	// message: hello 你好
	// close: 1000 that was all
}

// What is wrong with a call is its error.
func ExampleError() {
	err := uni.SendSocketMessage(uni.SendOptions{Data: uni.Text("hello")})
	fmt.Println(err)
	_, err = uni.ConnectSocket(uni.ConnectSocketOptions{URL: "https://example.com/chat"})
	fmt.Println(err)
	// Output:
	// sendSocketMessage:fail WebSocket is not connected
	// connectSocket:fail invalid url "https://example.com/chat": it has to begin with ws:// or wss://
}
