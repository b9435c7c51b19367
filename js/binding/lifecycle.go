package binding

import (
	"slices"

	"github.com/grafana/sobek"
)

// lifecycle are the listeners of an app that is hidden and shown: onAppShow and
// onAppHide with their opposites, on every platform.
type lifecycle struct {
	show, hide []sobek.Value

	onVisible  func(visible bool)
	onShutdown func()
}

// OnVisible sets who is told of Hide and Show, after the listeners of uni.
func (b *Binding) OnVisible(fn func(visible bool)) { b.shown.onVisible = fn }

// OnShutdown sets who is told of Shutdown before the sockets are closed.
func (b *Binding) OnShutdown(fn func()) { b.shown.onShutdown = fn }

func (l *lifecycle) functions(b *Binding) []apiFunction {
	on := func(list *[]sobek.Value) func(sobek.FunctionCall) sobek.Value {
		return func(call sobek.FunctionCall) sobek.Value {
			if isFunction(call.Argument(0)) {
				*list = append(*list, call.Argument(0))
			}
			return sobek.Undefined()
		}
	}
	off := func(list *[]sobek.Value) func(sobek.FunctionCall) sobek.Value {
		return func(call sobek.FunctionCall) sobek.Value {
			gone := call.Argument(0)
			*list = slices.DeleteFunc(*list, func(v sobek.Value) bool { return sobek.IsUndefined(gone) || v == gone })
			return sobek.Undefined()
		}
	}
	return []apiFunction{
		{"onAppShow", 1, on(&l.show)},
		{"onAppHide", 1, on(&l.hide)},
		{"offAppShow", 1, off(&l.show)},
		{"offAppHide", 1, off(&l.hide)},
	}
}

// Hide says that the app is no longer shown: its listeners hear of it, and its
// sockets come to what the platform has for that (§4b). It is called on the loop.
func (b *Binding) Hide() {
	b.app.Hide()
	b.tell(b.shown.hide, nil)
	b.visible(false)
}

// Show says that the app is shown again. It is called on the loop.
func (b *Binding) Show() {
	b.app.Show()
	b.tell(b.shown.show, b.config.ShowOptions)
	b.visible(true)
}

func (b *Binding) visible(visible bool) {
	if b.shown.onVisible != nil {
		b.shown.onVisible(visible)
	}
}

// tell calls listeners, each as an event of its own, with what made makes, or an empty
// object.
func (b *Binding) tell(listeners []sobek.Value, made func() sobek.Value) {
	for _, v := range slices.Clone(listeners) {
		fn, _ := sobek.AssertFunction(v)
		b.loop.event(func() error {
			var arg sobek.Value = b.vm.NewObject()
			if made != nil {
				arg = made()
			}
			_, err := fn(sobek.Undefined(), arg)
			return b.caught(err)
		})
	}
}
