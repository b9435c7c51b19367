package uniapp

import (
	"strconv"
	"strings"

	"github.com/grafana/sobek"
)

// engine are functions of the language, as they are when HTTP is used first.
type engine struct {
	toString, json, unjson, encodeURIComponent, error sobek.Callable

	blob *sobek.Symbol // a Blob's property with its bytes
}

var engineProgram = sobek.MustCompile("uni", `(function () {
	var toString = Object.prototype.toString, E = Error
	return [function (v) { return toString.call(v) }, JSON.stringify, JSON.parse, encodeURIComponent, function (text) { return new E(text) }, Symbol.for('uni.blob')]
})()`, true)

// language are the functions, once they are used.
func (a *App) language() *engine {
	if a.engine != nil {
		return a.engine
	}
	list := a.must(a.vm.RunProgram(engineProgram)).ToObject(a.vm)
	a.engine = &engine{}
	for i, fn := range []*sobek.Callable{
		&a.engine.toString, &a.engine.json, &a.engine.unjson, &a.engine.encodeURIComponent, &a.engine.error,
	} {
		*fn, _ = sobek.AssertFunction(list.Get(strconv.Itoa(i)))
	}
	a.engine.blob, _ = list.Get("5").(*sobek.Symbol)
	return a.engine
}

// must is what a call returned; what it threw is thrown on.
func (a *App) must(v sobek.Value, err error) sobek.Value {
	if err != nil {
		panic(err)
	}
	return v
}

// rawType is what Object.prototype.toString says of v.
func (a *App) rawType(v sobek.Value) string {
	if v == nil {
		v = sobek.Undefined()
	}
	s := a.must(a.language().toString(sobek.Undefined(), v)).String()
	return strings.TrimSuffix(strings.TrimPrefix(s, "[object "), "]")
}

// stringify is v as JSON, or as String() has it where that fails.
func (a *App) stringify(v sobek.Value) string {
	text, err := a.language().json(sobek.Undefined(), v)
	if err != nil {
		return v.String()
	}
	return text.String()
}

// parseJSON reads JSON; ok is false of what is none.
func (a *App) parseJSON(text string) (sobek.Value, bool) {
	v, err := a.language().unjson(sobek.Undefined(), a.vm.ToValue(text))
	return v, err == nil
}

func (a *App) encode(text string) string {
	return a.must(a.language().encodeURIComponent(sobek.Undefined(), a.vm.ToValue(text))).String()
}

func (a *App) newError(text string) sobek.Value {
	return a.must(a.language().error(sobek.Undefined(), a.vm.ToValue(text)))
}
