package uniapp

import (
	"math"
	"slices"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/platform"
)

// listeners are those of one event of a task.
type listeners []sobek.Value

// call calls them with one object, each as a macrotask of its own.
func (l *listeners) call(c *call, event func() *sobek.Object) {
	if len(*l) == 0 {
		return
	}
	o := event()
	for _, v := range slices.Clone(*l) {
		fn, _ := sobek.AssertFunction(v)
		c.app.config.Network.Call(fn, func(*sobek.Runtime) []sobek.Value { return []sobek.Value{o} })
	}
}

func (l *listeners) add(call sobek.FunctionCall) sobek.Value {
	if _, ok := sobek.AssertFunction(call.Argument(0)); ok {
		*l = append(*l, call.Argument(0))
	}
	return sobek.Undefined()
}

func (l *listeners) remove(call sobek.FunctionCall) sobek.Value {
	gone := call.Argument(0)
	*l = slices.DeleteFunc(*l, func(v sobek.Value) bool { return sobek.IsUndefined(gone) || v == gone })
	return sobek.Undefined()
}

// task is what the call returns: a RequestTask, or with progress an UploadTask or
// DownloadTask.
func (c *call) task(progress bool) sobek.Value {
	o := c.app.vm.NewObject()
	o.Set("abort", func(sobek.FunctionCall) sobek.Value {
		c.abort()
		return sobek.Undefined()
	})
	on, off := c.headers.add, c.headers.remove
	switch c.rules.Task {
	case platform.NotImplemented: // uni-h5 throws this itself ([V3])
		on = func(sobek.FunctionCall) sobek.Value { panic(c.app.newError("Method not implemented.")) }
		off = on
	case platform.NeverCalled:
		on = func(sobek.FunctionCall) sobek.Value { return sobek.Undefined() }
	case platform.HeadersAndChunks:
		if !progress {
			o.Set("onChunkReceived", c.chunks.add)
			o.Set("offChunkReceived", c.chunks.remove)
		}
	}
	o.Set("onHeadersReceived", on)
	o.Set("offHeadersReceived", off)
	if progress {
		o.Set("onProgressUpdate", c.progress.add)
		o.Set("offProgressUpdate", c.progress.remove)
	}
	return o
}

// progressed tells of so many bytes of a total, under the names that a task has for
// them.
func (c *call) progressed(n, total int64, done, expected string) {
	c.progress.call(c, func() *sobek.Object {
		o := c.app.vm.NewObject()
		percent := 0.0
		if total > 0 {
			percent = math.Round(float64(n) / float64(total) * 100)
		}
		o.Set("progress", percent)
		o.Set(done, n)
		o.Set(expected, max(total, 0))
		return o
	})
}
