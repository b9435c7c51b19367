package js

import "github.com/grafana/sobek"

// cloneNatives are what structuredClone needs to know of the engine.
func (r *Runtime) cloneNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"classOf": func(call sobek.FunctionCall) sobek.Value {
			o, ok := call.Argument(0).(*sobek.Object)
			if !ok {
				return sobek.Undefined()
			}
			return r.vm.ToValue(r.inspector.Class(o))
		},
		"isDetached": func(call sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(call.Argument(0).Export().(sobek.ArrayBuffer).Detached())
		},
		"detach": func(call sobek.FunctionCall) sobek.Value {
			return r.vm.ToValue(call.Argument(0).Export().(sobek.ArrayBuffer).Detach())
		},
	}
}
