package binding

import (
	"strconv"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
)

// taskLists are a task's listeners. uni-app keeps them in the property _callbacks
// of the task, an object of four arrays, for all to see: scripts empty an array
// to get rid of listeners, for which there is no function.
//
// Other platforms keep them to themselves.
type taskLists struct {
	object *sobek.Object // the task
	lists  *sobek.Object
	own    bool // they are not a property of the task
	known  [4]knownList
	habit  habit // of the listener of messages, where there is one
}

// knownList is what an array held when it was looked at last.
type knownList struct {
	values    []sobek.Value
	listeners []core.Listener
}

// taskOn is one of the task's functions that add a listener.
func (b *Binding) taskOn(this sobek.Value, k core.Kind, listener sobek.Value) {
	list := b.listOf(this, k)
	if list == nil {
		b.typeError("Cannot read properties of undefined (reading '" + listName(k) + "')")
	}
	push, ok := sobek.AssertFunction(list.Get("push"))
	if !ok {
		b.typeError("this._callbacks." + listName(k) + ".push is not a function")
	}
	b.app.ObserveCall(b.taskOf(this), "SocketTask.on"+k.String(), "")
	_, err := push(list, listener)
	b.throw(err)
}

// taskOff takes a listener away, or all of the event's (§1.4).
func (b *Binding) taskOff(this sobek.Value, k core.Kind, listener sobek.Value) {
	list := b.listOf(this, k)
	if list == nil {
		return
	}
	splice, _ := sobek.AssertFunction(list.Get("splice"))
	for i := int(list.Get("length").ToInteger()) - 1; i >= 0; i-- {
		if sobek.IsUndefined(listener) || list.Get(strconv.Itoa(i)) == listener {
			_, err := splice(list, b.vm.ToValue(i), b.vm.ToValue(1))
			b.throw(err)
		}
	}
}

// listNames are the names of the arrays, by kind.
var listNames = [4]string{"open", "message", "error", "close"}

func listName(k core.Kind) string { return listNames[k] }

// listOf is what stands in the place of the array of a task's listeners, or nil.
func (b *Binding) listOf(task sobek.Value, k core.Kind) *sobek.Object {
	o, ok := task.(*sobek.Object)
	if !ok {
		return nil
	}
	if t, ok := b.taskOf(task).Value.(*taskLists); ok {
		return t.list(k)
	}
	return listIn(o.Get("_callbacks"), k)
}

// list is listOf for a task of ours.
func (t *taskLists) list(k core.Kind) *sobek.Object {
	if t.own {
		return listIn(t.lists, k)
	}
	return listIn(t.object.Get("_callbacks"), k)
}

func listIn(lists sobek.Value, k core.Kind) *sobek.Object {
	o, ok := lists.(*sobek.Object)
	if !ok {
		return nil
	}
	list, _ := o.Get(listName(k)).(*sobek.Object)
	return list
}

// taskListeners are those that an event of the task goes to.
func (b *Binding) taskListeners(t *core.Task, k core.Kind) []core.Listener {
	lists, ok := t.Value.(*taskLists)
	if !ok {
		return nil
	}
	n := len(b.known(lists, k))
	// Those that are added during the dispatch wait for the next event.
	return lists.known[k].listeners[:n:n]
}

// known looks at the array of an event's listeners and returns what it holds.
func (b *Binding) known(lists *taskLists, k core.Kind) []sobek.Value {
	list := lists.list(k)
	if list == nil || list.ClassName() != "Array" {
		return nil // uni-app itself would fall over it
	}
	known, n := &lists.known[k], int(list.Get("length").ToInteger())
	known.values = known.values[:min(n, len(known.values))]
	known.listeners = known.listeners[:len(known.values)]
	for i := range n {
		v := list.Get(strconv.Itoa(i))
		switch {
		case i == len(known.values):
			known.values = append(known.values, v)
			known.listeners = append(known.listeners, b.taskListener(v))
		case known.values[i] != v:
			known.values[i], known.listeners[i] = v, b.taskListener(v)
		}
	}
	return known.values
}

// taskListener calls a listener of a task. What is no function throws when its
// turn comes, or is passed over.
func (b *Binding) taskListener(v sobek.Value) core.Listener {
	if v != nil {
		if fn, ok := sobek.AssertFunction(v); ok {
			return b.listener(sobek.Undefined(), fn)
		}
	}
	return func(*core.Event) error {
		if b.layer.SkipOthers {
			return nil
		}
		return b.try(func() { b.typeError("callback is not a function") })
	}
}
