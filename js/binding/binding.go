// Package binding puts uni-app's socket API before JavaScript: the object uni
// over the rules of internal/core.
//
// It needs three methods of the program that runs the script, its [Host], which
// k6's modules.VU has as they are. Everything here runs on the host's loop; a
// sobek value is never touched from anywhere else.
//
// What is JavaScript's own stands here and not in core: promise or task, the
// conversion of arguments, validation messages, the shapes of objects, and what
// becomes of an exception in a callback.
package binding

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/platform"
	"github.com/unisocket/uni/websocket"
)

// Host runs the script.
type Host interface {
	// Runtime is the engine.
	Runtime() *sobek.Runtime

	// Context ends when the script is to end at once.
	Context() context.Context

	// RegisterCallback is called on the loop and keeps it alive until the
	// function that it returns is called: from anywhere, exactly once, with what
	// is then run on the loop. An error of that is an uncaught exception.
	RegisterCallback() func(func() error)
}

// Config says how the API behaves.
type Config struct {
	Platform *platform.Platform

	// Page is the URL that relative URLs resolve against, where the platform has
	// pages.
	Page string

	// Cookies is the Cookie field of a handshake with a ws or wss URL, where the platform
	// sends one; nil is none.
	Cookies func(url string) string

	// Development adds the argument warnings of a development build.
	Development bool

	// ConnectTimeout is the manifest's networkTimeout.connectSocket.
	ConnectTimeout time.Duration

	// Dial makes connections; nil is websocket.Dial. DialOptions are what every
	// handshake starts from.
	Dial        core.Dialer
	DialOptions websocket.DialOptions

	// TimeoutGiven, Allow, Unchecked and AppID are those of core.Config.
	TimeoutGiven bool
	Allow        func(*url.URL) bool
	Unchecked    bool
	AppID        string

	// Functions are those of uni that are not about sockets.
	Functions Functions

	// ShowOptions are what listeners of onAppShow get; nil gives them an empty object.
	ShowOptions func() sobek.Value

	// Diagnose is told of each portability problem of the script, once a place; nil
	// does not look for them. It is called on the loop.
	Diagnose func(diagnostic.Diagnostic)

	// Threw, where not nil, is told of each exception of a listener or a callback that goes no
	// further, since the platform reports it on the console. It is called on the loop.
	Threw func(error)

	// Broke is told why a socket broke, as core.Config.Broke says.
	Broke func(task int, url string, cause error)

	Observer core.Observer

	// Counts, where not nil, counts what the sockets do, beside those of other scripts.
	Counts *core.Counts

	// Meter, where not nil, is told of each socket and of its messages.
	Meter core.Meter
}

// Binding is the API of one script.
type Binding struct {
	host   Host
	vm     *sobek.Runtime
	app    *core.App
	beside *core.App // of the class WebSocket; nil before it is used
	layer  *platform.Layer
	config Config
	loop   loop
	hooks  *interceptors

	messages *messages // nil before there are any

	// Functions of the engine and of ours, kept from before the script could
	// replace them.
	assign        sobek.Callable // Object.assign
	toString      sobek.Callable // Object.prototype.toString
	sourceOf      sobek.Callable // Function.prototype.toString
	tuple         sobek.Callable
	newMap        sobek.Callable // a Map of an array of entries
	newUint8Array sobek.Callable // a Uint8Array of anything

	vendor   *sobek.Object // what uni wraps on a mini program, or nil
	uni      *sobek.Object
	shown    lifecycle
	globals  [4][]*sobek.Object // the records of the global listeners that were added, by kind
	finder   finder
	noTask   bool   // connectSocket has returned undefined
	lastID   string // of a task
	lastTask *core.Task
	task     *sobek.Object // the prototype of SocketTask
	taskKey  *sobek.Symbol // a task's property with the handle of its core.Task
	handles  *sobek.Object // their prototype
	recent   struct {      // what taskOf has found last
		object *sobek.Object
		task   *core.Task
	}
}

// New makes the API for a script. It is called on the loop, before the script.
func New(h Host, c Config) (*Binding, error) {
	b := &Binding{host: h, vm: h.Runtime(), layer: c.Platform.Layer, config: c}
	var err error
	if b.loop, err = newLoop(h); err != nil {
		return nil, err
	}
	b.app, err = core.New(core.Config{
		Platform:       c.Platform,
		Loop:           b.loop,
		Context:        h.Context(),
		Dial:           c.Dial,
		DialOptions:    c.DialOptions,
		Page:           c.Page,
		Cookies:        c.Cookies,
		ConnectTimeout: c.ConnectTimeout,
		CorkTurns:      true,
		Event:          b.loop.event,
		Messages:       func(s core.Stream) { b.messageLoops().deliver(s) },
		TaskListeners:  b.taskListeners,
		ListenerThrew:  b.listenerThrew,
		Broke:          c.Broke,
		Observer:       c.Observer,
		Counts:         c.Counts,
		Meter:          c.Meter,
		Diagnose:       b.coreDiagnose(),
		LeavesToClose:  b.leavesToClose,
		TimeoutGiven:   c.TimeoutGiven,
		Allow:          c.Allow,
		Unchecked:      c.Unchecked,
		AppID:          c.AppID,
	})
	if err != nil {
		return nil, err
	}
	b.keepFunctions()
	b.hooks = &interceptors{b: b}
	b.taskKey = taskKey
	if err := b.install(); err != nil {
		return nil, err
	}
	return b, b.watchThrown()
}

// install makes the objects that the script finds: uni, and on a mini program the
// vendor's, which uni wraps.
func (b *Binding) install() error {
	api := b.apiTemplate().Object(b.vm, b)
	w := b.config.Platform.Wrapper
	if w == nil {
		b.uni = api
		return nil
	}
	b.vendor = api
	var err error
	b.uni, err = wrap(b.vm, api, w, b.wrapperWatch(), b.config.Functions)
	return err
}

// apiFunction is a function of the API, with the length that it has in JavaScript.
type apiFunction struct {
	name   string
	length int
	fn     func(sobek.FunctionCall) sobek.Value
}

// apiTemplates are those of the API's object, by apiKey.
var apiTemplates sync.Map

type apiKey struct {
	platform *platform.Platform
	table    *FunctionTable
}

// apiTemplate is of the object with the functions of the platform.
func (b *Binding) apiTemplate() *lazy.Template[*Binding] {
	key := apiKey{b.config.Platform, b.config.Functions.Table}
	if t, ok := apiTemplates.Load(key); ok {
		return t.(*lazy.Template[*Binding])
	}
	var list []lazy.Property[*Binding]
	of := func(functions func(*Binding) []apiFunction) {
		for i, f := range functions(b) {
			list = append(list, lazy.Property[*Binding]{Name: f.name, Make: func(b *Binding) sobek.Value {
				f := functions(b)[i]
				return b.function(f.name, f.length, f.fn)
			}})
		}
	}
	of((*Binding).functions)
	wrapped := b.config.Platform.Wrapper != nil
	for _, name := range b.config.Functions.names() {
		if wrapped && b.config.Functions.Table.Own[name] {
			continue
		}
		list = append(list, lazy.Property[*Binding]{Name: name, Make: func(b *Binding) sobek.Value {
			f := b.extra(b.config.Functions.Make(name))
			return b.function(f.name, f.length, f.fn)
		}})
	}
	if !wrapped {
		of((*Binding).ownFunctions)
	}
	t, _ := apiTemplates.LoadOrStore(key, lazy.NewTemplate(list))
	return t.(*lazy.Template[*Binding])
}

func (f *Functions) names() []string {
	if f.Table == nil {
		return nil
	}
	return f.Table.Names
}

// ownFunctions are those of uni's that no vendor has.
func (b *Binding) ownFunctions() []apiFunction {
	return append(base64Functions(b.vm),
		apiFunction{"addInterceptor", 0, b.hooks.function("addInterceptor")},
		apiFunction{"removeInterceptor", 0, b.hooks.function("removeInterceptor")})
}

// functions are those of the platform that are about sockets and the app's life.
func (b *Binding) functions() []apiFunction {
	list := []apiFunction{
		{"connectSocket", 0, b.promisify("connectSocket", connectProtocol, b.returnsPromise("connectSocket"), b.connectSocket)},
	}
	if !b.layer.NoGlobals {
		list = append(list,
			apiFunction{"sendSocketMessage", 0, b.promisify("sendSocketMessage", sendProtocol, b.returnsPromise("sendSocketMessage"), b.sendSocketMessage)},
			apiFunction{"closeSocket", 0, b.promisify("closeSocket", closeProtocol, b.returnsPromise("closeSocket"), b.closeSocket)})
		for _, k := range []core.Kind{core.Open, core.Error, core.MessageEvent, core.Close} {
			list = append(list, apiFunction{"onSocket" + k.String(), 1, b.onSocket(k)})
			if b.layer.Off {
				list = append(list, apiFunction{"offSocket" + k.String(), 1, b.offSocket(k)})
			}
		}
	}
	return append(list, b.shown.functions(b)...)
}

// returnsPromise reports whether a function of sockets does so without a callback.
func (b *Binding) returnsPromise(name string) bool { return slices.Contains(b.layer.Promises, name) }

// keepFunctions keeps the functions that the API calls, as they were before the script.
func (b *Binding) keepFunctions() {
	intrinsic := func(program *sobek.Program, path ...string) func() sobek.Value {
		return func() sobek.Value {
			if v := lazy.Intrinsic(b.vm, path...); v != nil {
				return v
			}
			return b.run(program)
		}
	}
	b.keep(&b.assign, intrinsic(assignProgram, "Object", "assign"))
	b.keep(&b.toString, intrinsic(toStringProgram, "Object", "prototype", "toString"))
	function := b.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return nil }).(*sobek.Object)
	b.sourceOf, _ = sobek.AssertFunction(function.Prototype().Get("toString")) // not of a template
	b.keep(&b.tuple, func() sobek.Value { return b.run(tupleProgram) })
	b.keep(&b.newMap, b.making("Map", newMapProgram))
	b.keep(&b.newUint8Array, b.making("Uint8Array", newUint8ArrayProgram))
}

// making makes a function that calls a constructor with one argument.
func (b *Binding) making(constructor string, program *sobek.Program) func() sobek.Value {
	return func() sobek.Value {
		own := lazy.Intrinsic(b.vm, constructor)
		if own == nil {
			return b.run(program)
		}
		return b.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
			o, err := b.vm.New(own, call.Argument(0))
			b.must(err)
			return o
		})
	}
}

// keep has a function found when it is called for the first time, where the engine tells
// its own from those of the script even then, and at once elsewhere.
func (b *Binding) keep(to *sobek.Callable, find func() sobek.Value) {
	if !lazy.Prepared(b.vm) {
		*to, _ = sobek.AssertFunction(find())
		return
	}
	*to = func(this sobek.Value, args ...sobek.Value) (sobek.Value, error) {
		*to, _ = sobek.AssertFunction(find())
		return (*to)(this, args...)
	}
}

func (b *Binding) run(program *sobek.Program) sobek.Value {
	v, err := b.vm.RunProgram(program)
	b.must(err)
	return v
}

var (
	newUint8ArrayProgram = sobek.MustCompile("uni", "(function (A) { return function (v) { return new A(v) } })(Uint8Array)", true)
	newMapProgram        = sobek.MustCompile("uni", "(function (M) { return function (entries) { return new M(entries) } })(Map)", true)
	assignProgram        = sobek.MustCompile("uni", "Object.assign", true)
	blobKeyProgram       = sobek.MustCompile("uni", "Symbol.for('uni.blob')", true)
	taskKey              = sobek.NewSymbol("task")
	toStringProgram      = sobek.MustCompile("uni", "Object.prototype.toString", true)
)

// Object is uni.
func (b *Binding) Object() *sobek.Object { return b.uni }

// Vendor is the vendor's object and the name of its global variable, on a mini
// program; nil and "" elsewhere.
func (b *Binding) Vendor() (name string, object *sobek.Object) {
	if b.vendor == nil {
		return "", nil
	}
	return b.config.Platform.Wrapper.Vendor, b.vendor
}

// Install sets the global variables of the platform.
func (b *Binding) Install() error {
	if !lazy.Prepared(b.vm) {
		global := b.vm.GlobalObject()
		if name, object := b.Vendor(); object != nil {
			if err := global.Set(name, object); err != nil {
				return err
			}
		}
		return global.Set("uni", b.uni)
	}
	b.globalTemplate().Extend(b.vm, b.vm.GlobalObject(), b)
	return nil
}

var globalTemplates sync.Map // by the vendor's name

func (b *Binding) globalTemplate() *lazy.Template[*Binding] {
	name, object := b.Vendor()
	if t, ok := globalTemplates.Load(name); ok {
		return t.(*lazy.Template[*Binding])
	}
	var list []lazy.Property[*Binding]
	if object != nil {
		list = append(list, lazy.Property[*Binding]{Name: name, Make: func(b *Binding) sobek.Value { return b.vendor }})
	}
	list = append(list, lazy.Property[*Binding]{Name: "uni", Make: func(b *Binding) sobek.Value { return b.uni }})
	t, _ := globalTemplates.LoadOrStore(name, lazy.NewTemplate(list))
	return t.(*lazy.Template[*Binding])
}

// Shutdown closes all sockets in an orderly way. The channel is closed when the
// last of them has ended. It is called on the loop.
func (b *Binding) Shutdown() <-chan struct{} {
	if b.shown.onShutdown != nil {
		b.shown.onShutdown()
	}
	return b.app.Shutdown(int(websocket.StatusGoingAway), "")
}

// Cut ends all sockets at once. It is called on the loop.
func (b *Binding) Cut() { b.app.Cut() }

// console calls the script's console, as uni's own code does.
func (b *Binding) console(level string, args ...sobek.Value) {
	console, ok := b.vm.GlobalObject().Get("console").(*sobek.Object)
	if !ok {
		return
	}
	if fn, ok := sobek.AssertFunction(console.Get(level)); ok {
		fn(console, args...)
	}
}

// listenerThrew reports an exception that the platform isolates, as
// core.Config.ListenerThrew says: an exception that has no string form throws.
func (b *Binding) listenerThrew(format string, k core.Kind, err error) error {
	if stopped := (*sobek.InterruptedError)(nil); errors.As(err, &stopped) {
		return err
	}
	v := b.thrownValue(err)
	b.threw(err)
	return b.try(func() {
		b.console("error", b.vm.ToValue(fmt.Sprintf(format, b.domString(v, ""), k)), v)
	})
}

// threw tells of an exception that goes no further.
func (b *Binding) threw(err error) {
	if b.config.Threw != nil {
		b.config.Threw(err)
	}
}
