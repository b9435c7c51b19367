package js

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/grafana/sobek/ast"
	"github.com/grafana/sobek/unistring"
)

// fieldMethod begins the names of the methods that adaptFields adds, which no script can
// write.
const fieldMethod = "uni:field"

// adaptFields gives the initializers of a class's fields that hold an arrow function
// over this a private method each: `f = () => this` becomes `f = this.#m()` with
// `#m() { return () => this }`. In an initializer, the engine looks for what such an arrow
// function belongs to as many places too low on its stack as the function that makes the
// instance has arguments, and throws where it finds a number or a string there.
func adaptFields(class *ast.ClassLiteral) {
	var methods []ast.ClassElement
	for _, element := range class.Body {
		field, ok := element.(*ast.FieldDefinition)
		if !ok || !holdsArrowOverThis(field.Initializer) {
			continue
		}
		at := field.Initializer.Idx0()
		id := ast.Identifier{Name: unistring.NewFromString(fmt.Sprint(fieldMethod, len(methods))), Idx: at}
		methods = append(methods, &ast.MethodDefinition{
			Idx: at, Key: &ast.PrivateIdentifier{Identifier: id}, Kind: ast.PropertyKindMethod, Static: field.Static,
			Body: &ast.FunctionLiteral{
				Function: at, ParameterList: &ast.ParameterList{Opening: at, Closing: at},
				Body: &ast.BlockStatement{
					LeftBrace: at, List: []ast.Statement{&ast.ReturnStatement{Return: at, Argument: field.Initializer}}, RightBrace: at,
				},
			},
		})
		field.Initializer = &ast.CallExpression{
			Callee:          &ast.PrivateDotExpression{Left: &ast.ThisExpression{Idx: at}, Identifier: ast.PrivateIdentifier{Identifier: id}},
			LeftParenthesis: at, RightParenthesis: at,
		}
	}
	class.Body = append(methods, class.Body...)
}

// holdsArrowOverThis says whether an arrow function in an expression uses this or super;
// that of a function within it counts as well, which does no harm.
func holdsArrowOverThis(expression ast.Expression) bool {
	found := false
	walk(reflect.ValueOf(&expression).Elem(), func(v reflect.Value) {
		if _, ok := v.Interface().(*ast.ArrowFunctionLiteral); !ok || found || v.Kind() != reflect.Pointer {
			return
		}
		walk(v.Elem(), func(v reflect.Value) {
			switch v.Interface().(type) {
			case *ast.ThisExpression, *ast.SuperExpression:
				found = true
			}
		})
	})
	return found
}

// fieldFrames leaves the methods of adaptFields out of a stack, whose frames it takes from
// the top.
type fieldFrames struct{ method frame }

// take says whether a frame stays. That of an initializer gets the place in its method.
func (s *fieldFrames) take(f *frame) bool {
	if strings.Contains(f.function, fieldMethod) {
		s.method = *f
		return false
	}
	if s.method.function != "" {
		f.line, f.column = s.method.line, s.method.column
		s.method = frame{}
	}
	return true
}
