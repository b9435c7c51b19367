package js

import (
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/ast"
	"github.com/grafana/sobek/unistring"
)

// The engine words the language's own TypeErrors otherwise than browsers do, and
// scripts print them, compare them, and have them in their recordings. So the
// usual ones get a browser's words in catch clauses, each of which begins with a
// call of rewordFunction, put into the syntax tree; in promises that are rejected
// before anybody handles them; in uni's own callbacks; and where nobody catches them.
//
// The engine tells undefined from null in none of its texts. It is taken for
// undefined.

// rewordFunction is a global whose name no script has for anything.
const rewordFunction = "uni:reword"

var (
	noMember  = regexp.MustCompile(`^Object has no member '(.*)'$`)
	noObject  = regexp.MustCompile(`^Cannot read property '(.*)' of undefined(?: or null)?$`)
	notCalled = regexp.MustCompile(`^Value is not an object: (?:undefined|null)$`)

	// The end, and the beginning, of what may be called: names, members, calls
	// and subscripts without anything else in them.
	chainEnd   = regexp.MustCompile(`[\p{L}_$][\p{L}\p{N}_$]*(?:\??\.[\p{L}_$][\p{L}\p{N}_$]*|\[[\w'"]*\]|\(\))*(?:\??\.|\[['"]?)$`)
	chainStart = regexp.MustCompile(`^[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*`)
)

// Reword gives an error of the engine's the text that a browser has for it. Any
// other value stays as it is.
func (r *Runtime) Reword(v sobek.Value) {
	r.vm.Try(func() { r.reword(v) }) // an error of the script's may be of any shape
	if e, ok := v.(*sobek.Object); ok && e.ClassName() == "Error" {
		r.thrown(v, false)
	}
}

func (r *Runtime) reword(v sobek.Value) {
	e, ok := v.(*sobek.Object)
	if !ok || e.ClassName() != "Error" {
		return
	}
	name := e.Get("name").String()
	if name != "TypeError" && name != "SyntaxError" {
		return
	}
	engines := e.Get("message").String()
	text := engines
	switch {
	case name == "SyntaxError":
		if !strings.Contains(text, "<eval>") { // the others are fine
			return
		}
		text = strings.TrimPrefix(text, "SyntaxError: ")
	case noObject.MatchString(text):
		text = noObject.ReplaceAllString(text, "Cannot read properties of undefined (reading '$1')")
	case noMember.MatchString(text):
		text = r.calleeBefore(e) + noMember.FindStringSubmatch(text)[1] + " is not a function"
	case notCalled.MatchString(text):
		callee, constructed := r.calleeAt(e)
		switch {
		case callee == "":
			return
		case constructed:
			text = callee + " is not a constructor"
		default:
			text = callee + " is not a function"
		}
	default:
		return
	}
	stack := strings.Replace(e.Get("stack").String(), engines, text, 1)
	for name, v := range map[string]string{"message": text, "stack": stack} {
		// Only an error that a script has made unwritable refuses this.
		_ = e.DefineDataProperty(name, r.vm.ToValue(v), sobek.FLAG_TRUE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
	}
}

// thrownAt is the source line around the place where e was thrown.
func (r *Runtime) thrownAt(e *sobek.Object) (before, after string) {
	f, ok := firstFrame(r.bundle.stack(e.Get("stack").String()))
	if !ok {
		return "", ""
	}
	line, _ := r.bundle.line(f)
	units := utf16.Encode([]rune(line))
	at := min(max(f.column-1, 0), len(units))
	return string(utf16.Decode(units[:at])), string(utf16.Decode(units[at:]))
}

// calleeBefore is what a missing member was looked for in, with the dot.
func (r *Runtime) calleeBefore(e *sobek.Object) string {
	before, _ := r.thrownAt(e)
	object := strings.TrimRight(chainEnd.FindString(before), `.?['"`)
	if object == "" {
		object = "(intermediate value)"
	}
	return strings.ReplaceAll(object, "()", "(...)") + "."
}

// calleeAt is what was called and is no function, where that is a plain name or
// member, and whether new was before it.
func (r *Runtime) calleeAt(e *sobek.Object) (callee string, constructed bool) {
	before, after := r.thrownAt(e)
	after, constructed = strings.CutPrefix(after, "new ")
	callee = chainStart.FindString(after)
	if object := chainEnd.FindString(before); callee != "" && strings.HasSuffix(object, ".") {
		callee = strings.ReplaceAll(object, "()", "(...)") + callee
	}
	return callee, constructed
}

// rewordValue is the function that catch clauses call.
func (r *Runtime) rewordValue() sobek.Value {
	return r.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
		r.Reword(call.Argument(0))
		return sobek.Undefined()
	})
}

// rewordCatch has a catch clause call rewordFunction.
func rewordCatch(c *ast.CatchStatement) {
	if e, ok := c.Parameter.(*ast.Identifier); ok {
		call := &ast.CallExpression{
			Callee:       &ast.Identifier{Name: unistring.NewFromString(rewordFunction), Idx: c.Catch},
			ArgumentList: []ast.Expression{&ast.Identifier{Name: e.Name, Idx: c.Catch}},
		}
		c.Body.List = append([]ast.Statement{&ast.ExpressionStatement{Expression: call}}, c.Body.List...)
	}
}
