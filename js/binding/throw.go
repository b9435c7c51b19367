package binding

import (
	"errors"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
)

// thrown is a JavaScript exception on its way through core. Its text is what
// String() makes of the value.
type thrown struct {
	vm *sobek.Runtime
	// exception keeps the stack.
	exception *sobek.Exception
}

func (t *thrown) Error() string {
	text := "[exception that cannot be shown]"
	if e := t.vm.Try(func() { text = t.exception.Value().String() }); e != nil {
		return e.Value().String()
	}
	return text
}

func (t *thrown) Unwrap() error { return t.exception }

// caught wraps what a call into JavaScript returned. An interrupt or overflow of
// the engine stays what it is.
func (b *Binding) caught(err error) error {
	if err == nil {
		return nil
	}
	var e *sobek.Exception
	if errors.As(err, &e) {
		if o, ok := b.host.(owner); ok {
			o.Reword(e.Value())
		}
		if b.finder.host != nil {
			b.finder.thrown = b.finder.host.ThrownAt(e)
		}
		return &thrown{b.vm, e}
	}
	return err
}

// try runs fn, which may throw, and returns what it threw.
func (b *Binding) try(fn func()) error {
	if e := b.vm.Try(fn); e != nil {
		return &thrown{b.vm, e}
	}
	return nil
}

// thrownValue is the value that err stands for in JavaScript.
func (b *Binding) thrownValue(err error) sobek.Value {
	var t *thrown
	if errors.As(err, &t) {
		return t.exception.Value()
	}
	var e *core.Exception
	if errors.As(err, &e) {
		v := b.newError("Error", e.Text)
		v.Set("name", e.Name)
		return v
	}
	return b.newError("Error", err.Error())
}

// newError makes an instance of one of the language's error classes.
func (b *Binding) newError(class, text string) *sobek.Object {
	o, err := b.vm.New(b.vm.GlobalObject().Get(class), b.vm.ToValue(text))
	if err != nil {
		panic(err)
	}
	return o
}

// typeError throws a TypeError.
func (b *Binding) typeError(text string) {
	panic(b.newError("TypeError", text))
}

// throw throws what a call into JavaScript returned.
func (b *Binding) throw(err error) {
	if err != nil {
		panic(b.thrownValue(b.caught(err)))
	}
}
