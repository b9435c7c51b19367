// Package k6 makes uni-app's sockets an extension of k6, the module k6/x/uni: for k6's own
// scripts, and for uni-app scripts that run unchanged as virtual users.
//
// A k6 script has uni, which may be used in an iteration and not at the script's top level:
//
//	import uni from 'k6/x/uni'
//
//	export default function () {
//	  const task = uni.connectSocket({ url: 'wss://chat.example.com/', success() {} })
//	  task.onOpen(() => task.send({ data: 'hello' }))
//	  task.onMessage(() => task.close({}))
//	}
//
// [App] is that for another platform, with a manifest and so on; every iteration is an app of
// its own. A [Program] is a whole uni-app script, which the command unisocket bundle makes: it
// runs in an engine of its own, from its top, once for each call of run. JSON is the
// language's, faster than that of the engine of k6.
//
// An iteration lasts as long as its sockets. What they do is measured under the names that
// k6 has for WebSockets; see meter.
//
// The source is under the Apache License 2.0 as the rest of the repository; a binary that
// links it with k6 is under k6's, the AGPL-3.0.
package k6

import (
	"sync"
	"sync/atomic"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/metrics"

	"github.com/unisocket/uni/js/binding"
)

// A virtual user is what the binding asks of its host.
var _ binding.Host = modules.VU(nil)

func init() { modules.Register("k6/x/uni", &rootModule{}) }

// rootModule is what all virtual users share.
type rootModule struct {
	programs sync.Map // *program, by what is hashed of it
	apps     sync.Map // *launch.App, by its description in JSON
	told     sync.Map // lines that are not repeated
	lines    atomic.Int64
}

// NewModuleInstance makes the module of a virtual user.
func (m *rootModule) NewModuleInstance(vu modules.VU) modules.Instance {
	i := &instance{vu: vu, root: m}
	i.measures.register(vu.InitEnv().Registry)
	i.uni = i.defaultApp()
	i.exports = modules.Exports{Default: i.uni.facade(i.uni.uni), Named: map[string]any{
		"App": i.newApp, "Program": i.newProgram, "JSON": newJSON(vu),
	}}
	return i
}

// instance is the module of one virtual user. All of it lives on the user's goroutine.
type instance struct {
	vu   modules.VU
	root *rootModule
	measures
	uni     *app // the default export
	exports modules.Exports
}

// measures are metrics of our own.
type measures struct {
	errors      *metrics.Metric // uni_errors
	diagnostics *metrics.Metric // uni_diagnostics
}

func (m *measures) register(r *metrics.Registry) {
	m.errors, m.diagnostics = r.MustNewMetric("uni_errors", metrics.Counter), r.MustNewMetric("uni_diagnostics", metrics.Counter)
}

// Exports are uni, for the platform that the environment names (UNI_PLATFORM; h5), the
// classes App and Program, and a JSON.
func (i *instance) Exports() modules.Exports { return i.exports }

// enough is how many lines are told: each is remembered, and one with a number in it is new
// every time.
const enough = 1000

// once reports whether a line is to be told: it is new, and not one of too many.
func (m *rootModule) once(line string) bool {
	if m.lines.Load() >= enough {
		return false
	}
	_, told := m.told.LoadOrStore(line, true)
	return !told && m.lines.Add(1) <= enough
}
