package uni

import "sync"

// defaultApp is the App of the package-level functions.
var defaultApp = sync.OnceValue(func() *App {
	a, err := New(Config{})
	if err != nil {
		panic(err) // the zero Config is valid
	}
	return a
})

// ConnectSocket begins to connect; see [App.ConnectSocket].
func ConnectSocket(o ConnectSocketOptions) (*SocketTask, error) {
	return defaultApp().ConnectSocket(o)
}

// SendSocketMessage sends on the oldest live socket; see [App.SendSocketMessage].
func SendSocketMessage(o SendOptions) error { return defaultApp().SendSocketMessage(o) }

// CloseSocket closes the oldest live socket; see [App.CloseSocket].
func CloseSocket(o CloseOptions) error { return defaultApp().CloseSocket(o) }

// OnSocketOpen adds a listener to the oldest live socket; see [App.OnSocketOpen].
func OnSocketOpen(fn func(OpenEvent)) { defaultApp().OnSocketOpen(fn) }

// OnSocketError adds a listener to the oldest live socket; see [App.OnSocketError].
func OnSocketError(fn func(ErrorEvent)) { defaultApp().OnSocketError(fn) }

// OnSocketMessage adds a listener to the oldest live socket; see [App.OnSocketMessage].
func OnSocketMessage(fn func(MessageEvent)) { defaultApp().OnSocketMessage(fn) }

// OnSocketClose adds a listener to the oldest live socket; see [App.OnSocketClose].
func OnSocketClose(fn func(CloseEvent)) { defaultApp().OnSocketClose(fn) }
