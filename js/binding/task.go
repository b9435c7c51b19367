package binding

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/platform"
)

// taskTemplates are those of the prototype of SocketTasks, by layer.
var taskTemplates sync.Map

// taskPrototype is what all SocketTasks share.
func (b *Binding) taskPrototype() *sobek.Object {
	if b.task != nil {
		return b.task
	}
	t, ok := taskTemplates.Load(b.layer)
	if !ok {
		var list []lazy.Property[*Binding]
		for i, f := range b.taskMethods() {
			list = append(list, lazy.Property[*Binding]{Name: f.name, Hidden: true, Make: func(b *Binding) sobek.Value {
				f := b.taskMethods()[i]
				return b.function(f.name, f.length, f.fn)
			}})
		}
		t, _ = taskTemplates.LoadOrStore(b.layer, lazy.NewTemplate(list))
	}
	b.task = t.(*lazy.Template[*Binding]).Object(b.vm, b)
	if b.layer.Task == platform.Methods && b.config.Diagnose != nil {
		get := b.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
			b.diagnose(diagnostic.StateMissing, b.taskOf(call.This).ID())
			return sobek.Undefined()
		})
		b.must(b.task.DefineAccessorProperty("readyState", get, nil, sobek.FLAG_TRUE, sobek.FLAG_FALSE))
	}
	return b.task
}

// taskMethods are those of all SocketTasks.
func (b *Binding) taskMethods() []apiFunction {
	list := []apiFunction{
		{"constructor", 3, func(sobek.FunctionCall) sobek.Value {
			b.typeError("Class constructor SocketTask cannot be invoked without 'new'")
			return nil
		}},
		{"send", 1, b.taskSend},
		{"close", 0, b.taskClose},
	}
	for _, k := range []core.Kind{core.Open, core.MessageEvent, core.Error, core.Close} {
		list = append(list, apiFunction{"on" + k.String(), 1, func(call sobek.FunctionCall) sobek.Value {
			b.taskOn(call.This, k, call.Argument(0))
			return sobek.Undefined()
		}})
		if b.layer.Off {
			list = append(list, apiFunction{"off" + k.String(), 1, func(call sobek.FunctionCall) sobek.Value {
				b.taskOff(call.This, k, call.Argument(0))
				return sobek.Undefined()
			}})
		}
	}
	return list
}

// function is a native function with the name and length that the platform's has.
func (b *Binding) function(name string, length int, fn func(sobek.FunctionCall) sobek.Value) *sobek.Object {
	f := b.vm.ToValue(fn).(*sobek.Object)
	b.must(f.DefineDataProperty("name", b.vm.ToValue(name), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE))
	b.must(f.DefineDataProperty("length", b.vm.ToValue(length), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE))
	return f
}

// taskObject is the SocketTask of the script for a task (§2.1).
func (b *Binding) taskObject(t *core.Task, url string) *sobek.Object {
	prototype := b.taskPrototype()
	var o *sobek.Object
	if b.layer.Task == platform.Getters && !t.Dead() {
		o = gettersTemplate.ObjectOf(b.vm, b, prototype)
	} else {
		o = b.vm.CreateObject(prototype)
	}
	b.must(o.DefineDataPropertySymbol(b.taskKey, b.newHandle(t), sobek.FLAG_FALSE, sobek.FLAG_FALSE, sobek.FLAG_FALSE))
	if b.layer.Task == platform.Fields {
		id := strconv.FormatInt(time.Now().UnixMilli(), 10)
		if id == b.lastID && b.lastTask.Live() {
			b.diagnose(diagnostic.TaskIDsCollide, t.ID())
		}
		b.lastID, b.lastTask = id, t
		b.must(o.Set("id", id))
	}
	lists := listsTemplate.Object(b.vm, b)
	t.Value = &taskLists{lists: lists, own: b.layer.Task == platform.Methods || b.layer.Task == platform.MethodsAndState, object: o}
	switch b.layer.Task {
	case platform.Fields:
		b.must(o.Set("_callbacks", lists))
		b.stateFields(t, o)
	case platform.Getters:
		b.must(o.Set("_callbacks", lists))
		if !t.Dead() {
			b.must(o.Set("_webSocket", b.webSocket(t, url)))
		}
	case platform.MethodsAndState:
		b.stateOfVendor(t, o)
	}
	return o
}

var stateNames = []string{"CLOSED", "CLOSING", "CONNECTING", "OPEN"}

var states = map[string]core.State{
	"CLOSED": core.StateClosed, "CLOSING": core.StateClosing, "CONNECTING": core.StateConnecting, "OPEN": core.StateOpen,
}

// listsTemplate is of the arrays of a task's listeners.
var listsTemplate = func() *lazy.Template[*Binding] {
	var list []lazy.Property[*Binding]
	for _, name := range []string{"open", "close", "error", "message"} {
		list = append(list, lazy.Property[*Binding]{Name: name, Make: func(b *Binding) sobek.Value { return b.vm.NewArray() }})
	}
	return lazy.NewTemplate(list)
}()

// gettersTemplate is of a task over the browser's socket, whose state it asks.
var gettersTemplate = func() *lazy.Template[*Binding] {
	unset := func(*Binding) sobek.Value { return sobek.Undefined() }
	list := []lazy.Property[*Binding]{{Name: "_callbacks", Make: unset}, {Name: "_webSocket", Make: unset}}
	for _, name := range stateNames {
		list = append(list, lazy.Property[*Binding]{Name: name, Fixed: true, Hidden: true, Getter: func(b *Binding, _ sobek.FunctionCall) sobek.Value {
			return b.vm.ToValue(int(states[name]))
		}})
	}
	return lazy.NewTemplate(append(list, lazy.Property[*Binding]{
		Name: "readyState", Fixed: true, Hidden: true, Getter: func(b *Binding, call sobek.FunctionCall) sobek.Value {
			return b.vm.ToValue(int(b.taskOf(call.This).State()))
		},
	}))
}()

// stateOfVendor are the properties of a vendor's task: the state's can be read.
func (b *Binding) stateOfVendor(t *core.Task, o *sobek.Object) {
	for _, name := range stateNames {
		b.must(o.Set(name, int(states[name])))
	}
	get := b.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return b.vm.ToValue(int(t.State())) })
	b.must(o.DefineAccessorProperty("readyState", get, nil, sobek.FLAG_TRUE, sobek.FLAG_TRUE))
	if b.layer.SocketTaskID {
		b.must(o.Set("socketTaskId", t.ID()))
	}
}

// askedForOpen is a line that asks whether a task is open, which 3 answers as well as
// 0 does.
var askedForOpen = regexp.MustCompile(`readyState\s*[!=]==?\s*(?:1\b|[\w.]*OPEN)|(?:\b1|OPEN)\s*[!=]==?\s*[\w.]*readyState`)

// stateFields are properties like any other. readyState is one that core writes.
func (b *Binding) stateFields(t *core.Task, o *sobek.Object) {
	for _, name := range stateNames {
		b.must(o.Set(name, int(states[name])))
	}
	get := b.vm.ToValue(func(sobek.FunctionCall) sobek.Value {
		if t.Connecting() && !askedForOpen.MatchString(b.caller().Source) {
			b.diagnose(diagnostic.StateBeforeOpen, t.ID())
		}
		return b.vm.ToValue(int(t.State()))
	})
	set := b.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
		t.SetState(core.State(call.Argument(0).ToInteger()))
		return sobek.Undefined()
	})
	b.must(o.DefineAccessorProperty("readyState", get, set, sobek.FLAG_TRUE, sobek.FLAG_TRUE))
}

// browserSocket is the browser's object beneath a task.
type browserSocket struct {
	vm   *sobek.Runtime
	task *core.Task
	url  string
}

var browserSockets = func() *lazy.Template[*browserSocket] {
	getter := func(name string, get func(*browserSocket) any) lazy.Property[*browserSocket] {
		return lazy.Property[*browserSocket]{Name: name, Fixed: true, Hidden: true, Getter: func(s *browserSocket, _ sobek.FunctionCall) sobek.Value {
			return s.vm.ToValue(get(s))
		}}
	}
	return lazy.NewTemplate([]lazy.Property[*browserSocket]{
		getter("url", func(s *browserSocket) any { return s.url }),
		getter("readyState", func(s *browserSocket) any { return int(s.task.State()) }),
		getter("bufferedAmount", func(s *browserSocket) any { return s.task.BufferedAmount() }),
		getter("protocol", func(s *browserSocket) any { return s.task.Subprotocol() }),
		getter("binaryType", func(*browserSocket) any { return "arraybuffer" }),
	})
}()

// webSocket is the browser's object beneath a task, as far as it can be read.
func (b *Binding) webSocket(t *core.Task, url string) *sobek.Object {
	return b.vm.CreateObject(browserSockets.Object(b.vm, &browserSocket{b.vm, t, url}))
}

// taskOf is the task that this stands for: a dead one for any other object, which
// has none of what a task's functions look for in it.
func (b *Binding) taskOf(this sobek.Value) *core.Task {
	o, ok := this.(*sobek.Object)
	if !ok {
		b.typeError("Cannot read properties of undefined (reading '_webSocket')")
	}
	if o == b.recent.object {
		return b.recent.task
	}
	if v := o.GetSymbol(b.taskKey); v != nil {
		if t, ok := handled(v).(*core.Task); ok {
			if lists, ok := t.Value.(*taskLists); ok && lists.object == o { // and not what inherits from it
				b.recent.object, b.recent.task = o, t
			}
			return t
		}
	}
	return b.app.DeadTask()
}

// options are those of a task's function, which may be missing.
func (b *Binding) options(v sobek.Value) *sobek.Object {
	if v == nil || !v.ToBoolean() {
		return b.vm.NewObject()
	}
	return v.ToObject(b.vm)
}

// raw are the callbacks of a task's function.
func (b *Binding) raw(api string, o *sobek.Object) core.Callbacks {
	if b.layer.BareTask && isFunction(o.Get("complete")) {
		b.diagnose(diagnostic.CompleteNotCalled, 0, strings.TrimPrefix(api, "SocketTask."))
	}
	return core.Callbacks{API: api, Settler: &rawCallbacks{b, api, o}}
}

// rawCallbacks are looked up when their time comes, and what they throw goes to the
// function that calls them (§7a).
type rawCallbacks struct {
	b       *Binding
	api     string
	options *sobek.Object
}

// Settle calls success or fail, then complete, those of them that there are.
func (c *rawCallbacks) Settle(r core.Result) error {
	first, last := "fail", "complete"
	if r.OK {
		first = "success"
	}
	if c.b.layer.BareTask {
		last = ""
	}
	name, err := c.find(first, last)
	if err != nil || name == "" {
		return err
	}
	return c.call(name, last, r)
}

// call calls the callback that has been found, then the last.
func (c *rawCallbacks) call(name, last string, r core.Result) error {
	r.Method = true
	for name != "" {
		if err := c.callOne(name, &r); err != nil || name == last {
			return err
		}
		var err error
		if name, err = c.find(last); err != nil {
			return err
		}
	}
	return nil
}

func (c *rawCallbacks) callOne(name string, r *core.Result) (err error) {
	if e := c.b.try(func() {
		fn, ok := sobek.AssertFunction(c.options.Get(name)) // read again, as a getter notices
		if !ok {
			return
		}
		c.b.app.ObserveCallback(c.api, name, r)
		_, err = fn(c.options, c.b.resultObject(r))
	}); e != nil {
		return e
	}
	return c.b.caught(err)
}

// find is the first of the names that is a function; "" is none, also among the names.
func (c *rawCallbacks) find(names ...string) (found string, err error) {
	e := c.b.vm.Try(func() {
		for _, name := range names {
			if name != "" && isFunction(c.options.Get(name)) {
				found = name
				return
			}
		}
	})
	if e != nil {
		return "", &thrown{c.b.vm, e}
	}
	return found, nil
}

// rethrow throws what a function of core returned.
func (b *Binding) rethrow(err error) sobek.Value {
	if err != nil {
		panic(b.thrownValue(err))
	}
	return sobek.Undefined()
}
