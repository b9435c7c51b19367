package uniapp

import (
	"sync"

	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/platform"
)

// table says which functions a platform has, and how each is made for an app.
type table struct {
	binding.FunctionTable
	make    map[string]func(*App) binding.Function
	missing map[string]bool // those that are not implemented
}

var tables sync.Map // by tableKey

type tableKey struct {
	platform *platform.Platform
	network  bool
}

// tableOf is that of a platform, with the functions of HTTP or without them.
func tableOf(p *platform.Platform, network bool) *table {
	key := tableKey{p, network}
	if t, ok := tables.Load(key); ok {
		return t.(*table)
	}
	t, _ := tables.LoadOrStore(key, newTable(p, network))
	return t.(*table)
}

func newTable(p *platform.Platform, network bool) *table {
	t := &table{
		FunctionTable: binding.FunctionTable{Own: map[string]bool{}, Adds: map[string]bool{}},
		make:          map[string]func(*App) binding.Function{},
		missing:       map[string]bool{},
	}
	there := map[string]bool{}
	for _, name := range p.Functions() {
		there[name] = true
	}
	for _, p := range parts {
		for _, name := range p.sync {
			if there[name] {
				t.add(name, func(a *App) binding.Function { return binding.Function{Name: name, Sync: a.sync(p.name, name)} })
			}
		}
		for _, name := range p.async {
			if there[name] {
				t.add(name, func(a *App) binding.Function { return binding.Function{Name: name, Async: a.async(p.name, name)} })
			}
		}
		for _, name := range p.own {
			t.Own[name] = true
			t.add(name, func(a *App) binding.Function {
				return binding.Function{Name: name, Sync: a.sync(p.name, name), Own: true}
			})
		}
	}
	if network {
		for i, name := range networkNames {
			t.add(name, func(a *App) binding.Function { return a.networkFunctions()[i] })
		}
	}
	for _, name := range p.Functions() {
		if t.make[name] == nil && !madeElsewhere.MatchString(name) {
			t.missing[name] = true
			t.add(name, func(a *App) binding.Function { return a.notHere(name) })
		}
	}
	for _, name := range added {
		t.Adds[name] = t.make[name] != nil
	}
	return t
}

func (t *table) add(name string, make func(*App) binding.Function) {
	t.Names = append(t.Names, name)
	t.make[name] = make
}
