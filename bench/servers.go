//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	"github.com/gorilla/websocket"

	"github.com/unisocket/uni/bench/internal/echo"
)

// The servers that have no library: the epoll server that clients are measured with,
// as it is and with polling, and one for TLS.
const (
	echoServerName    = "echo"
	pollingServerName = "echo-polling"
	tlsServerName     = "echo-tls"
)

// servers are the libraries' echo servers, by the names of their clients. Each begins
// to serve and returns.
var servers = map[string]func(net.Listener) error{
	"unisocket":        serveHTTP(unisocketHandler),
	"unisocket-parked": serveHTTP(unisocketHandler),
	"gorilla":          serveHTTP(gorillaHandler(websocket.Upgrader{}, func() *bytes.Buffer { return nil })),
	"gorilla-tuned": serveHTTP(gorillaHandler(websocket.Upgrader{ReadBufferSize: bufferSize, WriteBufferSize: bufferSize},
		func() *bytes.Buffer { return new(bytes.Buffer) })),
	"coder":         serveHTTP(coderHandler),
	"gws":           serveHTTP(gwsHandler()),
	"gobwas-low":    serveHTTP(gobwasLowHandler),
	"gobwas-wsutil": serveHTTP(gobwasUtilHandler),
	"nbio":          serveNbio,
}

// serveHTTP serves a handler with net/http.
func serveHTTP(h http.HandlerFunc) func(net.Listener) error {
	return func(l net.Listener) error {
		go http.Serve(l, h)
		return nil
	}
}

// serve serves by that name until stdin ends, and tells ready where.
func serve(name string, ready func(*place) error) error {
	switch name {
	case echoServerName, pollingServerName:
		return echo.Serve(echo.Options{Polling: name == pollingServerName}, os.Stdin, func(addrs []string) error { return ready(&place{Addrs: addrs}) })
	case tlsServerName:
		p, err := serveTLS()
		if err != nil {
			return err
		}
		return untilStdinEnds(ready(p))
	}
	start := servers[name]
	if start == nil {
		return fmt.Errorf("there is no server %q", name)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := start(l); err != nil {
		return err
	}
	return untilStdinEnds(ready(&place{Addrs: []string{l.Addr().String()}}))
}

// untilStdinEnds waits as long as the one who started us wants us.
func untilStdinEnds(err error) error {
	if err == nil {
		_, err = io.Copy(io.Discard, os.Stdin)
	}
	return err
}
