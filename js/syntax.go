package js

import (
	"reflect"
	"strings"

	"github.com/grafana/sobek/ast"
)

// adapt changes the syntax tree of a program where the engine is to do something else
// than it would: catch clauses call rewordFunction, fields with arrow functions get a
// method, operators that may make huge BigInts
// boundFunction, and literals of regular expressions that it cannot read become calls. It
// returns those.
func adapt(program *ast.Program) (literals []*ast.RegExpLiteral) {
	var large bigints
	defer large.bound()
	walk(reflect.ValueOf(program.Body), func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			node := v.Interface()
			large.visit(node)
			switch n := node.(type) {
			case *ast.CatchStatement:
				rewordCatch(n)
			case *ast.ClassLiteral:
				adaptFields(n)
			}
		case reflect.Interface:
			if literal := replaceLiteral(v); literal != nil {
				literals = append(literals, literal)
			}
		}
	})
	return literals
}

// walk calls visit with every part of a syntax tree from v down, which visit may replace
// before what is below it is walked. The engine's package has no walker of its own.
func walk(v reflect.Value, visit func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			visit(v)
			walk(v.Elem(), visit)
		}
	case reflect.Pointer:
		if v.IsNil() || !strings.HasPrefix(v.Type().Elem().PkgPath(), "github.com/grafana/sobek/ast") {
			return
		}
		visit(v)
		walk(v.Elem(), visit)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	}
}
