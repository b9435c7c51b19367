package js

import (
	"reflect"
	"strings"
	"unicode/utf16"

	"github.com/grafana/sobek/ast"
	"github.com/grafana/sobek/file"
	"github.com/grafana/sobek/unistring"

	"github.com/unisocket/uni/js/pattern"
)

// regexpFunction is a global whose name no script has for anything: it makes the
// regular expressions of literals that the engine cannot read (prelude/regexp.js).
const regexpFunction = "uni:regexp"

// regexpWord marks programs that call it.
const regexpWord = "\n//# " + regexpFunction + "\n"

var expressionType = reflect.TypeFor[ast.Expression]()

// replaceLiteral replaces a literal of a regular expression that the engine cannot read
// by a call, where v is one.
func replaceLiteral(v reflect.Value) (literal *ast.RegExpLiteral) {
	literal, ok := v.Interface().(*ast.RegExpLiteral)
	if !ok || !pattern.Needed(literal.Pattern, literal.Flags) || v.Type() != expressionType || !v.CanSet() {
		return nil
	}
	text := func(s string) ast.Expression {
		return &ast.StringLiteral{Idx: literal.Idx, Literal: s, Value: unistring.NewFromString(s)}
	}
	v.Set(reflect.ValueOf(&ast.CallExpression{
		Callee:       &ast.Identifier{Name: unistring.NewFromString(regexpFunction), Idx: literal.Idx},
		ArgumentList: []ast.Expression{text(literal.Pattern), text(literal.Flags)},
	}))
	return literal
}

// literalProblem says what is wrong with a literal of the user's own, at its place. That
// of a package may never be reached; it throws where it is.
func (b *bundle) literalProblem(f *file.File, literal *ast.RegExpLiteral) (Problem, bool) {
	var text string
	offset := 0
	if err := pattern.CheckFlags(literal.Flags); err != nil {
		text = err.Error()
	} else if _, err := pattern.Translate(literal.Pattern, literal.Flags); err != nil {
		if e, ok := err.(*pattern.SyntaxError); ok {
			offset = len(utf16.Encode([]rune(literal.Pattern[:e.Offset]))) + 1
		}
		text = "Invalid regular expression: " + err.Error()
	} else {
		return Problem{}, false
	}
	position := f.Position(int(literal.Idx) - f.Base())
	at := frame{file: sourceName(position.Filename), line: position.Line, column: position.Column + offset}
	if strings.Contains(at.file, "node_modules/") || !at.isUsers() {
		return Problem{}, false
	}
	line, _ := b.line(at)
	return Problem{
		File: at.file, Line: at.line, Source: line, Text: text,
		Column: len([]rune(line)) - len([]rune(b.sourceAt(at))) + 1,
	}, true
}
