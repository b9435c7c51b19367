package lazy_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
)

// owner knows what was made for it.
type owner struct {
	vm   *sobek.Runtime
	made []string
}

// template makes one: of names with "-" behind them the properties are hidden.
func template(names string) *lazy.Template[*owner] {
	var list []lazy.Property[*owner]
	for name := range strings.FieldsSeq(names) {
		name, hidden := strings.CutSuffix(name, "-")
		list = append(list, lazy.Property[*owner]{Name: name, Hidden: hidden, Make: func(o *owner) sobek.Value {
			o.made = append(o.made, name)
			return o.vm.ToValue("the " + name)
		}})
	}
	return lazy.NewTemplate(list)
}

// both runs a test with templates and with accessors.
func both(t *testing.T, test func(t *testing.T, vm *sobek.Runtime)) {
	for name, plain := range map[string]bool{"templates": false, "accessors": true} {
		t.Run(name, func(t *testing.T) {
			lazy.Plain = plain
			defer func() { lazy.Plain = false }()
			vm := sobek.New()
			lazy.Prepare(vm)
			test(t, vm)
		})
	}
}

func eval(t *testing.T, vm *sobek.Runtime, source string) string {
	t.Helper()
	v, err := vm.RunString(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return v.String()
}

func check(t *testing.T, vm *sobek.Runtime, tests [][2]string) {
	t.Helper()
	for _, test := range tests {
		if got := eval(t, vm, test[0]); got != test[1] {
			t.Errorf("%s: %s, want %s", test[0], got, test[1])
		}
	}
}

func TestPropertiesAreMadeWhenTheyAreUsed(t *testing.T) {
	kind := template("a b c- d")
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		o := &owner{vm: vm}
		vm.Set("o", kind.Object(vm, o))
		check(t, vm, [][2]string{
			{"'a' in o && o.hasOwnProperty('c') && !('x' in o)", "true"},
			{"Object.getOwnPropertyNames(o).join()", "a,b,c,d"},
			{"o.b + o.b", "the bthe b"},
			{"o.d = 'mine'; o.d", "mine"},
			{"o.x = 1; Object.getOwnPropertyNames(o).join()", "a,b,c,d,x"},
			{"o.c", "the c"},
			{"Object.keys(o).includes('c')", "false"},
			{"delete o.a && !('a' in o)", "true"},
			{"o.a", "undefined"},
			{"Object.prototype.toString.call(o)", "[object Object]"},
		})
		if diff := cmp.Diff([]string{"b", "c"}, used(o)); diff != "" && !lazy.Plain {
			t.Errorf("made: want (-), got (+):\n%s", diff)
		}
	})
}

// used are the properties that had to be made; an assignment or a list of keys may make more.
func used(o *owner) (names []string) {
	for _, name := range o.made {
		if name == "b" || name == "c" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestATemplateLeavesNoTrace(t *testing.T) {
	vm := sobek.New()
	lazy.Prepare(vm)
	o := &owner{vm: vm}
	template("a b- c").Extend(vm, vm.GlobalObject(), o)
	fixed := lazy.NewTemplate([]lazy.Property[*owner]{{Name: "fixed", Fixed: true, Hidden: true, Make: func(o *owner) sobek.Value { return o.vm.ToValue(1) }}})
	fixed.Extend(vm, vm.GlobalObject(), o)
	check(t, vm, [][2]string{
		{"Object.getOwnPropertyNames(globalThis).slice(-4).join()", "a,b,c,fixed"},
		{"JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'a'))", `{"value":"the a","writable":true,"enumerable":true,"configurable":true}`},
		{"JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'b'))", `{"value":"the b","writable":true,"enumerable":false,"configurable":true}`},
		{"JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'fixed'))", `{"value":1,"writable":false,"enumerable":false,"configurable":false}`},
		{"Object.keys(globalThis).join()", "a,c"},
		{"typeof c + typeof d", "stringundefined"},
		{"var own = 1; Object.getOwnPropertyNames(globalThis).slice(-2).join()", "fixed,own"},
		{"Object.defineProperty(globalThis, 'c', { get() { return 'defined' } }); c", "defined"},
		{"b = 2; b", "2"},
	})
}

func TestWhoDefinesAPropertyWhileItIsMadeHasTheLastWord(t *testing.T) {
	kind := lazy.NewTemplate([]lazy.Property[*owner]{{Name: "a", Hidden: true, Make: func(o *owner) sobek.Value {
		v, err := o.vm.RunString("let before = typeof a; Object.defineProperty(globalThis, 'a', { get() { return before }, configurable: true }); 'made'")
		if err != nil {
			panic(err)
		}
		return v
	}}})
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		kind.Extend(vm, vm.GlobalObject(), &owner{vm: vm})
		if got := eval(t, vm, "a + a"); got != "undefinedundefined" {
			t.Errorf("a is %s", got)
		}
		if got := eval(t, vm, "Object.getOwnPropertyNames(globalThis).filter((n) => n === 'a').length"); got != "1" {
			t.Errorf("a is there %s times", got)
		}
	})
}

func TestWhatThrewIsTriedAgain(t *testing.T) {
	kind := lazy.NewTemplate([]lazy.Property[*owner]{{Name: "a", Make: func(o *owner) sobek.Value {
		if o.made = append(o.made, "a"); len(o.made) == 1 {
			panic(o.vm.NewTypeError("not yet"))
		}
		return o.vm.ToValue("made")
	}}})
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		kind.Extend(vm, vm.GlobalObject(), &owner{vm: vm})
		check(t, vm, [][2]string{
			{"try { a } catch (e) { e.message }", "not yet"},
			{"a", "made"},
		})
	})
}

func TestALaterTemplateReplacesWhatIsThere(t *testing.T) {
	first, second := template("a b"), lazy.NewTemplate([]lazy.Property[*owner]{
		{Name: "a", Make: func(o *owner) sobek.Value { return o.vm.ToValue("new") }},
		{Name: "JSON", Hidden: true, Make: func(o *owner) sobek.Value { return o.vm.ToValue("ours") }},
	})
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		o := &owner{vm: vm}
		first.Extend(vm, vm.GlobalObject(), o)
		eval(t, vm, "a; JSON")
		second.Extend(vm, vm.GlobalObject(), o)
		check(t, vm, [][2]string{
			{"a + JSON", "newours"},
			{"Object.getOwnPropertyNames(globalThis).slice(-2).join()", "a,b"},
		})
	})
}

// Objects of one template in one runtime may have owners of their own.
func TestEachObjectHasItsOwner(t *testing.T) {
	kind := template("a")
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		x, y := &owner{vm: vm}, &owner{vm: vm}
		vm.Set("x", kind.Object(vm, x))
		vm.Set("y", kind.Object(vm, y))
		eval(t, vm, "y.a")
		if len(x.made) != 0 && !lazy.Plain || len(y.made) != 1 {
			t.Errorf("made for x: %v, for y: %v", x.made, y.made)
		}
	})
}

func TestRuntimesShareTemplatesAndNothingElse(t *testing.T) {
	kind := template("a b")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				vm := sobek.New()
				lazy.Prepare(vm)
				o := &owner{vm: vm}
				kind.Extend(vm, vm.GlobalObject(), o)
				vm.Set("o", kind.Object(vm, &owner{vm: vm}))
				if got := eval(t, vm, "a = 1; o.a = 2; b + o.b"); got != "the bthe b" {
					t.Errorf("got %s", got)
				}
				if len(o.made) != 2 && len(o.made) != 1 {
					t.Errorf("made %v", o.made)
				}
			}
		})
	}
	all.Wait()
}

// The engine's layout is known: without it everything works, and takes ten times the memory.
func TestTheEngineIsAsItIsKnown(t *testing.T) {
	vm := sobek.New()
	lazy.Prepare(vm)
	o := &owner{vm: vm}
	template("a").Extend(vm, vm.GlobalObject(), o)
	if got := eval(t, vm, "Object.getOwnPropertyDescriptor(globalThis, 'a').value"); got != "the a" {
		t.Error("properties are accessors: the engine's objects are not as layout.go knows them")
	}
}

func TestGetters(t *testing.T) {
	kind := lazy.NewTemplate([]lazy.Property[*owner]{
		{Name: "a", Make: func(*owner) sobek.Value { return sobek.Undefined() }},
		{Name: "b", Fixed: true, Hidden: true, Getter: func(o *owner, call sobek.FunctionCall) sobek.Value {
			return o.vm.ToValue("b of " + call.This.ToObject(o.vm).Get("a").String())
		}},
	})
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		prototype := vm.NewObject()
		prototype.Set("inherited", 1)
		o := kind.ObjectOf(vm, &owner{vm: vm}, prototype)
		o.Set("a", "x")
		vm.Set("o", o)
		check(t, vm, [][2]string{
			{"o.b", "b of x"},
			{"o.inherited", "1"},
			{"Object.getOwnPropertyNames(o).join()", "a,b"},
			{"'use strict'; try { o.b = 1 } catch (e) { e.name }", "TypeError"},
			{"JSON.stringify(Object.getOwnPropertyDescriptor(o, 'b'))", `{"enumerable":false,"configurable":false}`},
		})
	})
}

func TestWrap(t *testing.T) {
	wrap := func(of string) func(*owner, sobek.Value) sobek.Value {
		return func(o *owner, original sobek.Value) sobek.Value {
			o.made = append(o.made, of)
			method, _ := sobek.AssertFunction(original)
			return o.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
				v, err := method(call.This, call.Arguments...)
				if err != nil {
					panic(err)
				}
				return o.vm.ToValue("wrapped " + v.String())
			})
		}
	}
	strings := lazy.NewTemplate([]lazy.Property[*owner]{{Name: "repeat", Hidden: true, Wrap: wrap("repeat")}})
	globals := lazy.NewTemplate([]lazy.Property[*owner]{
		{Name: "JSON", Hidden: true, Wrap: func(o *owner, original sobek.Value) sobek.Value {
			eval(t, o.vm, "JSON.extra = typeof JSON.parse") // it is found as it was
			return original
		}},
		{Name: "parseInt", Hidden: true, Wrap: wrap("parseInt")},
	})
	both(t, func(t *testing.T, vm *sobek.Runtime) {
		o := &owner{vm: vm}
		strings.Extend(vm, vm.ToValue("").ToObject(vm).Prototype(), o)
		globals.Extend(vm, vm.GlobalObject(), o)
		check(t, vm, [][2]string{
			{"'a'.repeat(2)", "wrapped aa"},
			{"JSON.extra + JSON.stringify({})", "function{}"},
			{"parseInt('7x')", "wrapped 7"},
			{"'ab'.at(1)", "b"},
			{"Object.keys(String.prototype).length", "0"},
		})
		if len(o.made) != 2 {
			t.Errorf("made %v", o.made)
		}
	})
}

func TestIntrinsicsAreTheEnginesOwn(t *testing.T) {
	vm := sobek.New()
	lazy.Prepare(vm)
	eval(t, vm, "Object.assign = null; Map = null")
	if v, ok := lazy.Intrinsic(vm, "Object", "assign").(*sobek.Object); !ok || v.Get("name").String() != "assign" {
		t.Errorf("Object.assign is %v", v)
	}
	if v, ok := lazy.Intrinsic(vm, "Map").(*sobek.Object); !ok || v.Get("name").String() != "Map" {
		t.Errorf("Map is %v", v)
	}
	if v := lazy.Intrinsic(vm, "Map", "prototype"); v != nil {
		t.Errorf("Map.prototype, which is no template's, is %v", v)
	}
}
