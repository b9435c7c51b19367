package binding

import (
	"reflect"
	"strings"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/ast"
	"github.com/grafana/sobek/parser"
	"github.com/grafana/sobek/token"
	"github.com/grafana/sobek/unistring"
)

// The object of an event is the most expensive part of it. A listener that does nothing
// with the object but to read its data cannot tell whether it is a fresh one, and after
// some messages gets the same one again and again. Whether it does so is read off its
// source, in which the object must have no way to anything that outlives the call.

// borrowAfter is how many messages a listener has to get before its source is looked at.
const borrowAfter = 128

// habit is what is known of a listener.
type habit struct {
	function sobek.Value
	calls    int
	borrows  bool // it only reads the data of its events
}

// heard counts a message for the listener and reports whether it borrows its event.
func (h *habit) heard(b *Binding, listener sobek.Value) bool {
	if h.function != listener {
		*h = habit{function: listener}
	}
	h.calls++
	if h.calls == borrowAfter {
		if source, err := b.sourceOf(listener); err == nil {
			h.borrows = borrows(source.String())
		}
	}
	return h.borrows
}

// borrows reports whether a function, by its source, does nothing with its first argument
// but to read its property data while it runs.
func borrows(source string) bool {
	program, err := parser.ParseFile(nil, "", "("+source+")", 0)
	if err != nil || len(program.Body) != 1 {
		return false // a method, say, or one that is not written in JavaScript
	}
	statement, ok := program.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	var parameters *ast.ParameterList
	async := false
	switch f := statement.Expression.(type) {
	case *ast.FunctionLiteral:
		parameters, async = f.ParameterList, f.Async
		if f.Generator {
			return false
		}
	case *ast.ArrowFunctionLiteral:
		parameters, async = f.ParameterList, f.Async
	default:
		return false
	}
	if parameters.Rest != nil {
		return false
	}
	var use eventUse
	if len(parameters.List) > 0 {
		switch p := parameters.List[0].Target.(type) {
		case *ast.Identifier:
			use.name = p.Name
			if async { // which may read it when the next message has come
				return false
			}
		case *ast.ObjectPattern:
			if !takesData(p) {
				return false
			}
		default:
			return false
		}
	}
	use.look(reflect.ValueOf(statement.Expression), false, 0)
	return !use.hidden && use.names <= 1+use.reads
}

// takesData reports whether a pattern takes the property data and no other, so that what
// it is matched with is not kept.
func takesData(p *ast.ObjectPattern) bool {
	if p.Rest != nil {
		return false
	}
	for _, property := range p.Properties {
		switch property := property.(type) {
		case *ast.PropertyShort:
			if property.Name.Name != dataName {
				return false
			}
		case *ast.PropertyKeyed:
			if key, ok := property.Key.(*ast.StringLiteral); !ok || property.Computed || key.Value != dataName {
				return false
			}
		default:
			return false
		}
	}
	return true
}

const dataName unistring.String = "data"

// eventUse counts what a function does with its parameter.
type eventUse struct {
	name   unistring.String // of the parameter, "" for none
	names  int              // how often the name occurs, for whatever it stands
	reads  int              // of these, as an object whose property data is read
	hidden bool             // it may be used in other ways
}

// reading are the places of a syntax tree where a value is read and nothing else.
var reading = map[string]bool{
	"ArrayLiteral.Value": true, "AssignExpression.Right": true, "BinaryExpression.Left": true, "BinaryExpression.Right": true,
	"Binding.Initializer": true, "BracketExpression.Left": true, "BracketExpression.Member": true,
	"CallExpression.ArgumentList": true, "NewExpression.ArgumentList": true, "DotExpression.Left": true,
	"ConditionalExpression.Test": true, "ConditionalExpression.Consequent": true, "ConditionalExpression.Alternate": true,
	"ExpressionBody.Expression": true, "ExpressionStatement.Expression": true, "IfStatement.Test": true,
	"ReturnStatement.Argument": true, "SequenceExpression.Sequence": true, "SwitchStatement.Discriminant": true,
	"TemplateLiteral.Expressions": true, "ThrowStatement.Argument": true,
}

// look goes through what is below v. read says that v stands where a value is only read,
// functions within how many functions it does.
func (u *eventUse) look(v reflect.Value, read bool, functions int) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			u.look(v.Elem(), read, functions)
		}
	case reflect.Slice:
		for i := range v.Len() {
			u.look(v.Index(i), read, functions)
		}
	case reflect.Pointer:
		if v.IsNil() || !strings.HasPrefix(v.Type().Elem().PkgPath(), "github.com/grafana/sobek/ast") {
			return
		}
		switch n := v.Interface().(type) {
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
			functions++
		case *ast.WithStatement:
			u.hidden = true
		case *ast.UnaryExpression:
			if n.Operator != token.DELETE && n.Operator != token.INCREMENT && n.Operator != token.DECREMENT {
				u.look(reflect.ValueOf(n.Operand), true, functions)
				return
			}
		case *ast.ObjectLiteral: // whose properties are of the same types as a pattern's
			for _, property := range n.Value {
				if keyed, ok := property.(*ast.PropertyKeyed); ok && !keyed.Computed {
					u.look(reflect.ValueOf(keyed.Value), true, functions)
				} else {
					u.look(reflect.ValueOf(property), false, functions)
				}
			}
			return
		case *ast.DotExpression:
			if object, ok := n.Left.(*ast.Identifier); ok && object.Name == u.name && n.Identifier.Name == dataName && read && functions == 1 {
				u.reads++
			}
		}
		u.look(v.Elem(), false, functions)
	case reflect.Struct:
		if name, ok := v.Interface().(ast.Identifier); ok {
			u.named(name.Name)
			return
		}
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				u.look(v.Field(i), reading[v.Type().Name()+"."+field.Name], functions)
			}
		}
	}
}

func (u *eventUse) named(name unistring.String) {
	switch name {
	case "eval", "arguments":
		u.hidden = true
	case "":
	case u.name:
		u.names++
	}
}
