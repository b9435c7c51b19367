//go:build linux

package main

import (
	"errors"
	"net"
	"net/http"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// gobwasUtil is gobwas/ws with the helpers of wsutil on the bare connection, as its
// README begins.
var gobwasUtil = client{name: "gobwas-wsutil", dial: dialGobwasUtil}

type gobwasUtilConn struct {
	net.Conn
	in     inbox
	opcode ws.OpCode
}

func dialGobwasUtil(t *target, in inbox) (conn, error) {
	nc, opcode, err := dialGobwas(t)
	if err != nil {
		return nil, err
	}
	return &gobwasUtilConn{nc, in, opcode}, nil
}

func (g *gobwasUtilConn) start() {
	go func() {
		for {
			p, opcode, err := wsutil.ReadServerData(g.Conn)
			if err == nil && opcode != g.opcode {
				err = errors.New("a message of the other type")
			}
			if err != nil {
				g.in.broke(err)
				return
			}
			g.in.message(p)
		}
	}()
}

func (g *gobwasUtilConn) send(m *message) error {
	return wsutil.WriteClientMessage(g.Conn, g.opcode, m.data)
}
func (g *gobwasUtilConn) flush() error { return nil }
func (g *gobwasUtilConn) close()       { g.Conn.Close() }

// gobwasUtilHandler echoes with the helpers, as the README does.
func gobwasUtilHandler(w http.ResponseWriter, r *http.Request) {
	nc, _, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		return
	}
	go func() {
		defer nc.Close()
		for {
			p, opcode, err := wsutil.ReadClientData(nc)
			if err != nil || wsutil.WriteServerMessage(nc, opcode, p) != nil {
				return
			}
		}
	}()
}
