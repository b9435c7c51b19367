package websocket

import "net"

// NewListener returns a listener whose connections can be served most cheaply
// when TLS runs on them: hand it to http.Server.ServeTLS or tls.NewListener.
// Connections without TLS need nothing of the kind.
//
// What wraps a connection is used through its own Read and Write. A wrapper that
// has nothing of its own to do any more may say so by a method
// RawSocket() (syscall.RawConn, error), and its connection is used directly.
func NewListener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	nc, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return underTLS(nc), nil
}
