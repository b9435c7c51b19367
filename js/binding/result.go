package binding

import (
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
)

// resultObject is what the callbacks of a call get: one object for all of them.
func (b *Binding) resultObject(r *core.Result) *sobek.Object {
	if o, ok := r.Value.(*sobek.Object); ok {
		return o
	}
	o := b.newResult(r)
	// uni's wrapper rewrites a failure that has an error, and once only: fail and
	// complete each get one of their own.
	if r.OK || !b.layer.NumericErrors && !b.layer.ErrorBeside {
		r.Value = o
	}
	return o
}

func (b *Binding) newResult(r *core.Result) *sobek.Object {
	switch {
	case r.Subject != "":
		return b.uniError(r)
	case b.layer.NumericErrors && r.OK, b.layer.BareTask && r.OK && r.Method:
		return b.vm.NewObject()
	case b.layer.NumericErrors:
		o := b.vm.NewObject()
		o.Set("error", r.ErrCode)
		o.Set("errorMessage", r.ErrMsg)
		return o
	}
	o := b.vm.NewObject()
	o.Set("errMsg", r.ErrMsg)
	if r.ErrCode != 0 {
		o.Set("errCode", r.ErrCode)
	}
	if b.layer.ErrorBeside && !r.OK && !r.Method {
		o.Set("error", max(r.ErrCode, 1))
		_, message, _ := strings.Cut(r.ErrMsg, ":fail ")
		o.Set("errorMessage", message)
	}
	if b.layer.SocketTaskID && r.OK && r.ErrMsg == "connectSocket:ok" {
		o.Set("socketTaskId", r.Task)
	}
	return o
}

// uniError is uni-app x's error (§1.0).
func (b *Binding) uniError(r *core.Result) *sobek.Object {
	e := b.newError("Error", r.ErrMsg)
	b.must(e.DefineDataProperty("name", b.vm.ToValue("UniError"), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE))
	b.must(e.Set("errSubject", r.Subject))
	b.must(e.Set("errCode", r.ErrCode))
	b.must(e.Set("errMsg", r.ErrMsg))
	if r.Cause != nil {
		b.must(e.DefineDataProperty("cause", b.newError("Error", r.Cause.Error()), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE))
	}
	return e
}
