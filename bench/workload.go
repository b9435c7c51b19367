//go:build linux

package main

import (
	"time"

	"github.com/unisocket/uni/bench/internal/echo"
)

// kind is what a workload is about.
type kind int

const (
	rate      kind = iota // messages a second
	bandwidth             // the same in bytes
	latency               // from sending to receiving
	memory                // of a connection that does nothing
)

// workload is a table of the report.
type workload struct {
	name    string
	kind    kind
	content content
	size    int // bytes of a message
	window  int // messages under way on each connection
	burst   int // echoes that are answered together
	conns   int
	path    string // of the handshake: which compression; "" is echo.PathPlain
	tls     bool

	sameCPU bool // client and server share a processor
	server  bool // the servers are measured, by one client

	rows []string // clients or servers
}

func (w *workload) text() bool { return w.content != binaryData }

// echoServer is the name of the server that clients meet. The one that polls would
// keep a processor from a client that shares it.
func (w *workload) echoServer() string {
	switch {
	case w.tls:
		return tlsServerName
	case w.sameCPU:
		return echoServerName
	}
	return pollingServerName
}

// measure runs the workload with one client, or with the load client on a server.
func (w *workload) measure(c *client, p *place, span time.Duration) (sample, error) {
	switch {
	case w.kind == memory:
		return measureMemory(w, c, p)
	case c.script != nil:
		return measureScript(w, c, p, span)
	}
	return measureTraffic(w, c, p, span)
}

// Rows, by what they can do.
var (
	libraries = []string{"unisocket", "gorilla", "gorilla-tuned", "coder", "gws", "gobwas-low", "gobwas-wsutil", "nbio"}
	all       = append([]string{"raw"}, libraries...)
	layers    = append([]string{"raw", "uni", "js"}, libraries...)
	builds    = append([]string{"raw", "unisocket-parked"}, libraries...)
	checking  = []string{"unisocket", "gorilla", "coder", "gws-utf8", "gobwas-wsutil"}
	deflating = []string{"unisocket", "gorilla", "coder", "gws", "gobwas-low", "nbio"}
	keeping   = []string{"unisocket", "coder", "gws"}
	secure    = []string{"unisocket", "unisocket-parked", "gorilla", "coder", "gws", "gobwas-wsutil"}
	idle      = append([]string{"nbio"}, secure...)
	serving   = append([]string{"echo"}, libraries...)
)

// workloads are all tables, in the order of the report.
var workloads = []*workload{
	{name: "64 B, 1000 in flight", size: 64, window: 1000, burst: 500, rows: layers},
	{name: "64 B, each echo answered", size: 64, window: 1000, burst: 1, rows: layers},
	{name: "512 B, 1000 in flight", size: 512, window: 1000, burst: 500, rows: all},
	{name: "ping-pong 32 B, two processors", kind: latency, size: 32, window: 1, burst: 1, rows: layers},
	{name: "ping-pong 32 B, one processor", kind: latency, size: 32, window: 1, burst: 1, sameCPU: true, rows: layers},
	{name: "64 KiB, 8 in flight", kind: bandwidth, size: 64 << 10, window: 8, burst: 1, rows: all},
	{name: "1 MiB, 4 in flight", kind: bandwidth, size: 1 << 20, window: 4, burst: 1, rows: all},
	{name: "1000 connections, ping-pong 128 B", size: 128, window: 1, burst: 1, conns: 1000, rows: builds},

	{name: "64 B of ASCII text, 1000 in flight", content: asciiText, size: 64, window: 1000, burst: 500, rows: checking},
	{name: "64 B of Chinese text, 1000 in flight", content: chineseText, size: 64, window: 1000, burst: 500, rows: checking},
	{name: "512 B of ASCII text, 1000 in flight", content: asciiText, size: 512, window: 1000, burst: 500, rows: checking},
	{name: "512 B of Chinese text, 1000 in flight", content: chineseText, size: 512, window: 1000, burst: 500, rows: checking},
	{name: "64 KiB of ASCII text, 8 in flight", kind: bandwidth, content: asciiText, size: 64 << 10, window: 8, burst: 1, rows: checking},
	{name: "64 KiB of Chinese text, 8 in flight", kind: bandwidth, content: chineseText, size: 64 << 10, window: 8, burst: 1, rows: checking},

	{name: "deflate, 1 KiB JSON, no takeover", content: jsonText, size: 1 << 10, window: 64, burst: 1, path: echo.PathNoTakeover, rows: deflating},
	{name: "deflate, 1 KiB JSON, takeover", content: jsonText, size: 1 << 10, window: 64, burst: 1, path: echo.PathTakeover, rows: keeping},

	{name: "memory, 10000 idle connections", kind: memory, size: 128, conns: 10000, rows: idle},
	{name: "memory, 2000 idle connections with TLS", kind: memory, size: 128, conns: 2000, tls: true, rows: secure},
	{name: "memory, 500 connections with deflate, no takeover", kind: memory, content: jsonText, size: 1 << 10, conns: 500, path: echo.PathNoTakeover, rows: deflating},
	{name: "memory, 500 connections with deflate, takeover", kind: memory, content: jsonText, size: 1 << 10, conns: 500, path: echo.PathTakeover, rows: keeping},

	{name: "server, 64 B, 1000 in flight", server: true, size: 64, window: 1000, burst: 500, rows: serving},
	{name: "server, 64 B, each echo answered", server: true, size: 64, window: 1000, burst: 1, rows: serving},
	{name: "server, 512 B, 1000 in flight", server: true, size: 512, window: 1000, burst: 500, rows: serving},
	{name: "server, ping-pong 32 B", server: true, kind: latency, size: 32, window: 1, burst: 1, rows: serving},
	{name: "server, 64 KiB, 8 in flight", server: true, kind: bandwidth, size: 64 << 10, window: 8, burst: 1, rows: serving},
	{name: "server, 1 MiB, 4 in flight", server: true, kind: bandwidth, size: 1 << 20, window: 4, burst: 1, rows: serving},
	{name: "server, 1000 connections, ping-pong 128 B", server: true, size: 128, window: 1, burst: 1, conns: 1000, rows: append([]string{"unisocket-parked"}, serving...)},
}

func init() {
	for _, w := range workloads {
		w.conns = max(w.conns, 1)
		if w.path == "" {
			w.path = echo.PathPlain
		}
	}
}

// workloadNamed finds a workload; nil if there is none.
func workloadNamed(name string) *workload {
	for _, w := range workloads {
		if w.name == name {
			return w
		}
	}
	return nil
}
