package js

import (
	"strings"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/ast"
)

// A module that awaits nothing at its top level, and imports nothing, is run as a function:
// the engine evaluates a module through promises, for which it makes Promise and all that
// belongs to it, a third of what a small script takes in all.

// asFunction compiles a module whose body a function's may be; nil is one that has to stay a
// module.
func (b *bundle) asFunction(program *ast.Program) (*sobek.Program, error) {
	if program.HasTLA || len(program.ImportEntries) > 0 || strings.Contains(b.code, "import.meta") || strings.Contains(b.code, "import(") {
		return nil, nil
	}
	body := make([]ast.Statement, 0, len(program.Body))
	for _, statement := range program.Body {
		if export, ok := statement.(*ast.ExportDeclaration); ok {
			if export.NamedExports == nil || export.FromClause != nil {
				return nil, nil // esbuild writes a list
			}
			continue // which nobody imports
		}
		body = append(body, statement)
	}
	if len(body) == 0 {
		return nil, nil
	}
	from, to := body[0].Idx0(), body[len(body)-1].Idx1()
	// An arrow function has no arguments of its own, as a module.
	function := &ast.ArrowFunctionLiteral{
		Start:           from,
		ParameterList:   &ast.ParameterList{Opening: from, Closing: from},
		Body:            &ast.BlockStatement{LeftBrace: from, List: body, RightBrace: to},
		DeclarationList: program.DeclarationList,
	}
	return sobek.CompileAST(&ast.Program{Body: []ast.Statement{&ast.ExpressionStatement{Expression: function}}, File: program.File}, true)
}

// runFunction runs the user's code up to its end.
func (r *Runtime) runFunction(program *sobek.Program) {
	r.task(func() error {
		return r.Event(func() error {
			v, err := r.vm.RunProgram(program)
			if err == nil {
				body, _ := sobek.AssertFunction(v)
				_, err = body(sobek.Undefined())
			}
			r.evaluated = true
			if err != nil {
				r.Uncaught(err)
			}
			return nil
		})
	})
}
