// Package uni is uni-app's WebSocket API in Go: connectSocket, sendSocketMessage,
// closeSocket, the four global listeners and SocketTask, with the names and the
// meaning that uni-app gives them.
//
//	task, err := uni.ConnectSocket(uni.ConnectSocketOptions{
//		URL:       "wss://example.com/chat",
//		OnOpen:    func(e uni.OpenEvent) { e.Task.Send(uni.SendOptions{Data: uni.Text("hello")}) },
//		OnMessage: func(e uni.MessageEvent) { fmt.Println(e.Data) },
//	})
//
// An [App] is one running uni-app: a platform, its sockets and its listeners.
// The package-level functions act on a default one, which behaves as uni-app's
// documents say (the platform "standard"); [New] makes others, of any platform.
//
// All functions may be called from any goroutine, also from callbacks, but for
// [App.Shutdown]. The callbacks of one App run one at a time, in the order of
// events, on its loop: never on the goroutine of a caller. One that blocks holds
// up all sockets of its App, what it has sent itself included.
//
// What is wrong with a call is returned as its error, the [*Error] that uni-app
// would hand to fail. What happens on the network later is told to the OnError
// and OnClose listeners only.
package uni
