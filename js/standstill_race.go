//go:build race

package js

func (r *Runtime) standstill() []frame { return nil }
