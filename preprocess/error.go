package preprocess

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Error says why a text was left as it is.
type Error struct {
	// Line and Column, from 1, are where the directive begins (the outermost one, if an #endif is missing); Column
	// counts characters.
	Line, Column int
	// Message is the first line of what uni-app's compiler prints in this case.
	Message string
	// Reason says in English what is wrong and what to do.
	Reason string
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: conditional compilation left the text as it is: %s", e.Line, e.Column, e.Reason)
}

const gaveUp = "条件编译失败"

func unpaired(text string, at int, has, misses string) *Error {
	e := &Error{Message: gaveUp + ": " + has + " 缺少配对的 " + misses}
	if has == "#endif" {
		e.Reason = "this #endif ends nothing: remove it, or put the missing #ifdef or #ifndef before it"
	} else {
		e.Reason = "this directive, or one inside it, has no #endif: add the missing // #endif"
	}
	e.place(text, at)
	return e
}

func conditionError(text string, d directive, cause error) *Error {
	e := &Error{Message: gaveUp, Reason: cause.Error()}
	e.place(text, d.start)
	return e
}

// place fills in the position of the directive that begins at offset at, without the blanks before it.
func (e *Error) place(text string, at int) {
	at = skipBlanks(text, at)
	before := text[:at]
	e.Line = 1 + strings.Count(before, "\n")
	e.Column = 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
}
