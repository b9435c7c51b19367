package binding

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/lazy"
)

//go:embed globals.js
var globalsSource string

var globalsProgram = sobek.MustCompile("uni:globals", globalsSource, true)

// WatchGlobals tells of what the app's own code uses of the globals that are here and
// not on devices (§7b), where diagnostics are on. Packages are not looked at: most ask
// first whether a name is there. It is called on the loop, when all globals are there.
func (b *Binding) WatchGlobals() error {
	if b.config.Diagnose == nil || b.finder.host == nil {
		return nil
	}
	for _, name := range b.config.Platform.NotOnDevices() {
		if b.finder.host.Mentions(name) && lazy.Has(b.vm, name) {
			watched(name).Extend(b.vm, b.vm.GlobalObject(), b)
		}
	}
	return nil
}

var watchedGlobals sync.Map // templates by name

// watched has a global variable watched from when it is used for the first time.
func watched(name string) *lazy.Template[*Binding] {
	if t, ok := watchedGlobals.Load(name); ok {
		return t.(*lazy.Template[*Binding])
	}
	asks := regexp.MustCompile(`typeof\s+` + name + `\b|\.\s*` + name + `\b|['"]` + name + `['"]`)
	t, _ := watchedGlobals.LoadOrStore(name, lazy.NewTemplate([]lazy.Property[*Binding]{{
		Name: name,
		Wrap: func(b *Binding, _ sobek.Value) sobek.Value {
			watch, _ := sobek.AssertFunction(b.run(globalsProgram))
			read := func(sobek.FunctionCall) sobek.Value { return b.vm.ToValue(b.globalRead(name, asks)) }
			_, err := watch(sobek.Undefined(), b.vm.ToValue(name), b.vm.ToValue(read))
			b.must(err)
			return nil // the function defines it
		},
	}}))
	return t.(*lazy.Template[*Binding])
}

// globalRead reports whether a read of a global was told of. asks finds the lines that
// ask whether it is there.
func (b *Binding) globalRead(name string, asks *regexp.Regexp) bool {
	// The stack is: this function, the getter, who reads, and one more that is not given.
	stack := b.vm.CaptureCallStack(4, nil)
	if len(stack) < 3 || strings.HasPrefix(stack[2].SrcName(), "uni:") {
		return false
	}
	place := b.caller()
	if place.File == "" || strings.Contains(place.File, "node_modules") || !strings.Contains(place.Source, name) || asks.MatchString(place.Source) {
		return false
	}
	b.diagnoseAt(diagnostic.GlobalNotOnDevice, place, 0, name)
	return true
}
