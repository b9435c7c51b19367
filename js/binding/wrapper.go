package binding

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/platform"
)

var (
	//go:embed wrapper.js
	wrapperSource string
	//go:embed listeners.js
	listenersSource string
	//go:embed extended.js
	extendedSource string

	wrapperProgram   = sobek.MustCompile("uni:wrapper", wrapperSource, true)
	listenersProgram = sobek.MustCompile("uni:listeners", listenersSource, true)
	extendedProgram  = sobek.MustCompile("uni:extended", extendedSource, true)
)

// Wrap makes the uni of a mini program over a vendor's object, made in Go or given
// by a script: promises, interceptors and what else w says (§1.0, §1.1).
//
// uni has the functions that the vendor has at the time they are asked for, and
// calls them with the vendor as this. It is called on the loop.
func Wrap(vm *sobek.Runtime, vendor *sobek.Object, w *platform.Wrapper) (*sobek.Object, error) {
	return wrap(vm, vendor, w, nil, Functions{})
}

// watch are functions that look at what a wrapper does, of whom each returns what is
// to stand in the place of what it was given. A nil *watch does not look.
type watch struct {
	dropped func(function, option string) // an option was dropped
	called  func() (rejected func(sobek.Value))
	promise func(function string, p sobek.Value) sobek.Value
	tuple   func(array sobek.Value) sobek.Value
	result  func(v sobek.Value) sobek.Value
	event   func(function string, v sobek.Value) sobek.Value
}

var watchTemplate = lazy.NewTemplate([]lazy.Property[*wrapper]{
	{Name: "dropped", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.watch.dropped) }},
	{Name: "called", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.watch.called) }},
	{Name: "promise", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.watch.promise) }},
	{Name: "tuple", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.watch.tuple) }},
	{Name: "result", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.watch.result) }},
	{Name: "event", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.watch.event) }},
})

// wrapper is the uni over a vendor's object.
type wrapper struct {
	vm        *sobek.Runtime
	vendor    *sobek.Object
	rules     *platform.Wrapper
	watch     *watch
	functions Functions // of whom some are uni's own, or add to a vendor's

	own      *sobek.Object
	toString sobek.Callable // of Object.prototype; nil before it is used
	hooks    *sobek.Object  // the interceptors; nil before there are any
	wrap     sobek.Callable // makes a function; nil before there are any
	wrapped  map[string]wrappedFunction
}

type wrappedFunction struct{ vendors, unis sobek.Value }

func wrap(vm *sobek.Runtime, vendor *sobek.Object, rules *platform.Wrapper, watch *watch, functions Functions) (*sobek.Object, error) {
	w := &wrapper{vm: vm, vendor: vendor, rules: rules, watch: watch, functions: functions}
	w.own = ownTemplate(functions.Table).Object(vm, w)
	return vm.ToValue(vm.NewProxy(vm.NewObject(), &sobek.ProxyTrapConfig{Get: w.get})).ToObject(vm), nil
}

// get is the Proxy's. What a script assigns to uni stands before what the vendor has.
func (w *wrapper) get(assigned *sobek.Object, name string, _ sobek.Value) sobek.Value {
	switch {
	case slices.Contains(assigned.GetOwnPropertyNames(), name):
		return assigned.Get(name)
	case name == "addInterceptor", name == "removeInterceptor":
		return w.interceptors().Get(name)
	case w.hasOwn(name):
		return w.own.Get(name)
	}
	from := w.vendor.Get(name)
	if !isFunction(from) {
		if from == nil {
			return sobek.Undefined()
		}
		return from
	}
	if f := w.wrapped[name]; f.vendors == from {
		return f.unis
	}
	fn := w.makeFunction(name, from)
	if w.wrapped == nil {
		w.wrapped = map[string]wrappedFunction{}
	}
	w.wrapped[name] = wrappedFunction{from, fn}
	return fn
}

func (w *wrapper) hasOwn(name string) bool {
	t := w.functions.Table
	return name == "arrayBufferToBase64" || name == "base64ToArrayBuffer" || t != nil && t.Own[name]
}

func (w *wrapper) makeFunction(name string, from sobek.Value) sobek.Value {
	if w.wrap == nil {
		made, _ := sobek.AssertFunction(w.run(wrapperProgram))
		v, err := made(sobek.Undefined(), w.vendor, wrapperNatives.Object(w.vm, w))
		w.must(err)
		w.wrap, _ = sobek.AssertFunction(v)
	}
	v, err := w.wrap(sobek.Undefined(), w.vm.ToValue(name), w.vm.ToValue(w.kind(name)), from)
	w.must(err)
	return v
}

func (w *wrapper) run(program *sobek.Program) sobek.Value {
	v, err := w.vm.RunProgram(program)
	w.must(err)
	return v
}

func (w *wrapper) must(err error) {
	if err != nil {
		panic(err)
	}
}

// isPlain is what Object.prototype.toString says of v.
func (w *wrapper) isPlain(v sobek.Value) bool {
	if _, ok := v.(*sobek.Object); !ok {
		return false
	}
	if w.toString == nil {
		own := lazy.Intrinsic(w.vm, "Object", "prototype", "toString")
		if own == nil {
			own = w.run(toStringProgram)
		}
		w.toString, _ = sobek.AssertFunction(own)
	}
	s, err := w.toString(v)
	w.must(err)
	return s.String() == "[object Object]"
}

func (w *wrapper) interceptors() *sobek.Object {
	if w.hooks == nil {
		w.hooks = w.run(interceptorProgram).ToObject(w.vm)
	}
	return w.hooks
}

// What a function's name and the rules say of it, for wrapper.js.
const (
	isSync = 1 << iota // it returns something at once, whatever it is given
	isEvent
	isNumeric   // its failures have numbers
	isMarked    // its objects are marked for Vue
	isFormatted // options and results are copied
	isDropping  // of its options some are dropped
	isExtended  // uni adds to its results
	isRemoving  // it takes listeners away, see listeners.js
)

// atOnce matches the names of functions that return something at once; some are of uni's
// own, which a vendor may have too.
var (
	atOnce = regexp.MustCompile(`^\$|^create|^report|Sync$|Manager$|Interceptor$|interceptors|` +
		`canIUse|hideKeyboard|base64ToArrayBuffer|arrayBufferToBase64|getLocale|setLocale|upx2px|rpx2px|` +
		`getWindowInfo|getDeviceInfo|getAppBaseInfo|getSystemSetting|getAppAuthorizeSetting|getMenuButtonBoundingClientRect|` +
		`sendNativeEvent|requireNativePlugin|requireGlobal|restoreGlobal|getCurrentSubNVue|getSubNVueById|__f__`)
	listens  = regexp.MustCompile(`^on|^off`)
	removes  = regexp.MustCompile(`^off[A-Z]`)
	contexts = regexp.MustCompile(`^create|Manager$`)
	tasks    = []string{"connectSocket", "request", "uploadFile", "downloadFile"}
)

func (w *wrapper) kind(name string) (is int) {
	const bluetooth = "createBLEConnection" // which is named like the functions that return something
	set := func(flag int, holds bool) {
		if holds {
			is |= flag
		}
	}
	sync := atOnce.MatchString(name) && name != bluetooth
	marked := w.rules.MarksObjects && (slices.Contains(tasks, name) || contexts.MatchString(name) && name != bluetooth)
	drops, dropping := w.rules.Drops[name]
	adder := ""
	if removes.MatchString(name) {
		adder = "on" + strings.TrimPrefix(name, "off")
	}
	set(isSync, sync)
	set(isEvent, listens.MatchString(name) && name != "onPush")
	set(isNumeric, w.rules.NumericErrors && !sync)
	set(isMarked, marked)
	set(isFormatted, w.rules.FormatsAll || dropping || slices.Contains(w.rules.Formats, name) || adder != "" && slices.Contains(w.rules.Formats, adder) || marked)
	set(isDropping, len(drops) > 0)
	set(isExtended, w.functions.Table != nil && w.functions.Table.Adds[name])
	set(isRemoving, adder != "")
	return is
}

// wrapperNatives are what wrapper.js is given.
var wrapperNatives = lazy.NewTemplate([]lazy.Property[*wrapper]{
	wrapperNative("apply", func(w *wrapper, call sobek.FunctionCall) sobek.Value {
		fn, _ := sobek.AssertFunction(call.Argument(0))
		v, err := fn(call.Argument(1), elements(w.vm, call.Argument(2))...)
		w.must(err)
		return v
	}),
	wrapperNative("isPlain", func(w *wrapper, call sobek.FunctionCall) sobek.Value {
		return w.vm.ToValue(w.isPlain(call.Argument(0)))
	}),
	wrapperNative("keys", func(w *wrapper, call sobek.FunctionCall) sobek.Value {
		return names(w.vm, enumerated(call.Argument(0).ToObject(w.vm)))
	}),
	wrapperNative("hooks", func(w *wrapper, _ sobek.FunctionCall) sobek.Value {
		if w.hooks == nil {
			return sobek.Undefined()
		}
		return w.hooks
	}),
	wrapperNative("drops", func(w *wrapper, call sobek.FunctionCall) sobek.Value {
		return names(w.vm, w.rules.Drops[call.Argument(0).String()])
	}),
	wrapperNative("dropWarning", func(w *wrapper, call sobek.FunctionCall) sobek.Value {
		return w.vm.ToValue(w.rules.DropWarning(call.Argument(0).String(), call.Argument(1).String()))
	}),
	{Name: "listener", Make: func(w *wrapper) sobek.Value { return w.run(listenersProgram) }},
	{Name: "extended", Make: func(w *wrapper) sobek.Value {
		make, _ := sobek.AssertFunction(w.run(extendedProgram))
		extended, err := make(sobek.Undefined(), w.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
			return w.functions.Make(call.Argument(0).String()).Adds()
		}))
		w.must(err)
		return extended
	}},
	{Name: "tuple", Make: func(w *wrapper) sobek.Value { return w.vm.ToValue(w.rules.Tuple) }},
	{Name: "watch", Make: func(w *wrapper) sobek.Value {
		if w.watch == nil {
			return sobek.Null()
		}
		return watchTemplate.Object(w.vm, w)
	}},
})

func wrapperNative(name string, fn func(*wrapper, sobek.FunctionCall) sobek.Value) lazy.Property[*wrapper] {
	return lazy.Property[*wrapper]{Name: name, Make: func(w *wrapper) sobek.Value {
		return w.vm.ToValue(func(call sobek.FunctionCall) sobek.Value { return fn(w, call) })
	}}
}

func names(vm *sobek.Runtime, list []string) *sobek.Object {
	values := make([]any, len(list))
	for i, name := range list {
		values[i] = name
	}
	return vm.NewArray(values...)
}

// enumerated are the keys over which a for-in loop goes.
func enumerated(o *sobek.Object) (keys []string) {
	seen := map[string]bool{}
	for ; o != nil; o = o.Prototype() {
		if lazy.Pristine(o) { // such as Object.prototype: nothing of the engine's is enumerable
			continue
		}
		for _, key := range o.Keys() {
			if !seen[key] {
				keys = append(keys, key)
			}
		}
		if o.Prototype() != nil {
			for _, name := range o.GetOwnPropertyNames() {
				seen[name] = true
			}
		}
	}
	return keys
}

// elements are those of an array of ours.
func elements(vm *sobek.Runtime, array sobek.Value) []sobek.Value {
	list := array.ToObject(vm)
	values := make([]sobek.Value, list.Get("length").ToInteger())
	for i := range values {
		values[i] = list.Get(strconv.Itoa(i))
	}
	return values
}

// ownTemplates are of the functions that are uni's own, by *FunctionTable.
var ownTemplates sync.Map

func ownTemplate(table *FunctionTable) *lazy.Template[*wrapper] {
	if t, ok := ownTemplates.Load(table); ok {
		return t.(*lazy.Template[*wrapper])
	}
	var own []lazy.Property[*wrapper]
	for i, f := range base64Functions(nil) {
		own = append(own, lazy.Property[*wrapper]{Name: f.name, Make: func(w *wrapper) sobek.Value {
			return w.vm.ToValue(base64Functions(w.vm)[i].fn)
		}})
	}
	if table != nil {
		for _, name := range table.Names {
			if table.Own[name] {
				own = append(own, lazy.Property[*wrapper]{Name: name, Make: func(w *wrapper) sobek.Value {
					return w.vm.ToValue(w.functions.Make(name).Sync)
				}})
			}
		}
	}
	t, _ := ownTemplates.LoadOrStore(table, lazy.NewTemplate(own))
	return t.(*lazy.Template[*wrapper])
}
