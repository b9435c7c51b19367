// Package engine asks the JavaScript engine what its API does not tell.
package engine

import (
	"reflect"
	"unsafe"

	"github.com/grafana/sobek"
)

// jobQueue is where in a sobek.Runtime the promise jobs lie that wait for the
// outermost call to return.
var jobQueue, found = reflect.TypeFor[sobek.Runtime]().FieldByName("jobQueue")

var known = found && jobQueue.Type == reflect.TypeFor[[]func()]()

// JobsWait reports whether promise jobs may wait for the outermost call into the
// engine to return. It is called where the engine is, and true where that cannot be
// known.
func JobsWait(vm *sobek.Runtime) bool {
	if !known {
		return true
	}
	return len(*(*[]func())(unsafe.Add(unsafe.Pointer(vm), jobQueue.Offset))) > 0
}
