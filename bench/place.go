//go:build linux

package main

import (
	"crypto/tls"
	"crypto/x509"
	"sync"

	"github.com/unisocket/uni/bench/internal/echo"
)

// place is where a server listens.
type place struct {
	Addrs []string // host:port
	CA    string   `json:",omitempty"` // in PEM form; of a server with TLS
	PID   int

	tlsOnce sync.Once
	tls     *tls.Config // one for all connections
}

// target is what the i-th connection of a workload connects to.
func (p *place) target(w *workload, i int) *target {
	down := overhead(w.size) + w.size
	t := &target{
		addr:     p.Addrs[i%len(p.Addrs)],
		path:     w.path,
		text:     w.text(),
		deflate:  w.path != echo.PathPlain,
		takeover: w.path == echo.PathTakeover,
		size:     w.size,
		up:       down + 4,
		down:     down,
	}
	if w.tls {
		p.tlsOnce.Do(p.trust)
		t.tls = p.tls
	}
	return t
}

func (p *place) trust() {
	p.tls = &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "127.0.0.1"}
	p.tls.RootCAs.AppendCertsFromPEM([]byte(p.CA))
}
