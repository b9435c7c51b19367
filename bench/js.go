//go:build linux

package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// jsClient is a script on the platform "h5", run as the command unisocket runs it.
var jsClient = client{name: "js", script: runScript}

//go:embed traffic.js
var trafficScript []byte

// scriptStride is how many messages a script counts by itself.
const scriptStride = 64

// measureScript runs a workload with a script.
func measureScript(w *workload, c *client, p *place, span time.Duration) (sample, error) {
	m := newMeter(w, span, p.PID, 1)
	ended := make(chan error, 1)
	go func() {
		err := c.script(w, p.target(w, 0), m)
		if err == nil {
			err = errors.New("the script ended before it was done")
		}
		m.fail(err) // after the end nobody listens
		ended <- err
	}()
	s, err := m.wait()
	if err == nil {
		<-ended
	}
	return s, err
}

func runScript(w *workload, t *target, m *meter) error {
	dir, err := os.MkdirTemp("", "unisocket-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "traffic.js")
	if err := os.WriteFile(file, trafficScript, 0o666); err != nil {
		return err
	}
	h5, err := platform.Lookup("h5", 0)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // the command does, too
	return js.Run(context.Background(), js.Config{
		File:   file,
		Absent: h5.Absent(),
		Stderr: os.Stderr,
		Install: func(r *js.Runtime) error {
			b, err := binding.New(r, binding.Config{Platform: h5, Page: "http://localhost/", ConnectTimeout: h5.ConnectTimeoutDefault()})
			if err != nil {
				return err
			}
			if err := b.Install(); err != nil {
				return err
			}
			m.begin()
			return r.Runtime().Set("bench", scriptAPI(r.Runtime(), w, t, m))
		},
	})
}

// scriptAPI is what the script is told and what it calls.
func scriptAPI(vm *sobek.Runtime, w *workload, t *target, m *meter) map[string]any {
	data := w.messages()[0].data
	stride := scriptStride
	if w.kind == latency {
		stride = 1
	}
	return map[string]any{
		"url":     t.url(),
		"message": vm.NewArrayBuffer(data),
		"window":  w.window,
		"burst":   w.burst,
		"stride":  stride,
		// tick counts a stride; its last message is got. It returns whether to go on.
		"tick": func(got sobek.ArrayBuffer) bool {
			if !bytes.Equal(got.Bytes(), data) {
				m.fail(errors.New("a message came back with other bytes"))
			}
			return m.tick(stride)
		},
		"drained": m.drained,
		"failed":  func(what string) { m.fail(fmt.Errorf("the script: %s", what)) },
	}
}
