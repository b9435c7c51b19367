package binding

import (
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
)

// taskLists are a task's listeners. uni-app keeps them in the property _callbacks
// of the task, an object of four arrays, for all to see: scripts empty an array
// to get rid of listeners, for which there is no function.
type taskLists struct {
	object *sobek.Object // the task
	known  [4]knownList
}

// knownList is what an array was found to hold. One that is the same array, of the
// same length, is not looked through again.
type knownList struct {
	array     *sobek.Object
	length    int64
	listeners []core.Listener
}

// taskOn is one of the task's functions that add a listener.
func (b *Binding) taskOn(this sobek.Value, k core.Kind, listener sobek.Value) {
	list := b.listOf(this, k)
	if list == nil {
		b.typeError("Cannot read properties of undefined (reading '" + listName(k) + "')")
	}
	b.must(list.Set(list.Get("length").String(), listener))
}

func listName(k core.Kind) string { return strings.ToLower(k.String()) }

// listOf is the array of a task's listeners, or nil.
func (b *Binding) listOf(task sobek.Value, k core.Kind) *sobek.Object {
	o, ok := task.(*sobek.Object)
	if !ok {
		return nil
	}
	lists, ok := o.Get("_callbacks").(*sobek.Object)
	if !ok {
		return nil
	}
	list, _ := lists.Get(listName(k)).(*sobek.Object)
	return list
}

// taskListeners are those that an event of the task goes to. What is no function
// throws when its turn comes, or is passed over.
func (b *Binding) taskListeners(t *core.Task, k core.Kind) []core.Listener {
	lists, ok := t.Value.(*taskLists)
	if !ok {
		return nil
	}
	array := b.listOf(lists.object, k)
	if array == nil {
		return nil
	}
	known, length := &lists.known[k], array.Get("length").ToInteger()
	if known.array == array && known.length == length {
		return known.listeners
	}
	*known = knownList{array: array, length: length}
	b.vm.ForOf(array, func(v sobek.Value) bool {
		if fn, ok := sobek.AssertFunction(v); ok {
			known.listeners = append(known.listeners, b.listener(sobek.Undefined(), fn))
		} else if !b.layer.SkipOthers {
			known.listeners = append(known.listeners, func(*core.Event) error {
				return b.try(func() { b.typeError("callback is not a function") })
			})
		}
		return true
	})
	return known.listeners
}
