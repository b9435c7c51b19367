// Package preprocess is uni-app's conditional compilation: text in, text out, before anything parses the script.
//
//	// #ifdef H5 || MP-WEIXIN
//	kept on these two
//	// #else
//	kept on all others
//	// #endif
//
// A [Context] is the set of words that hold for one build; [Process] does to a text what uni-app's compiler for that
// build does to it, the odd cases included: it works on the text alone, so a directive in a string counts; a condition
// is a JavaScript expression over the words (H5 && uniVersion >= 4.5), and a word nobody knows makes it false; where
// directives do not pair up, or an expression does not parse, the whole text stays as it is and an [*Error] says why.
//
// A text passes through three steps: [directives] finds what stands in comments and checks that it pairs up, a
// condition decides each block from the inside out, and the line ends of what was removed are put back.
package preprocess

import (
	"bytes"
	"strings"
)

// Process returns what the compiler makes of src, a JavaScript, TypeScript, CSS or JSON text, in a build where the
// words of c hold. A directive leaves its line ends, and so does a block whose condition is false. A block dropped
// because an #else stands after one that holds leaves nothing, so the lines below it move up; see
// [ProcessKeepingLines].
//
// Where the compiler gives up, code is src and err an [*Error].
func Process(src string, c *Context) (code string, err error) {
	return process(src, c, false)
}

// ProcessKeepingLines is [Process], except that the lines of a dropped #else block stay as empty lines: every line
// of code has the number it had in src, as stack traces and breakpoints need.
func ProcessKeepingLines(src string, c *Context) (code string, err error) {
	return process(src, c, true)
}

func process(src string, c *Context, keepLines bool) (string, error) {
	text, eol := normalizeLineEnds(src)
	found, err := directives(text)
	if err != nil {
		return src, err
	}
	if len(found) > 0 {
		a := assembly{text: text, scope: newScope(c), keepLines: keepLines}
		if text, err = a.run(found); err != nil {
			return src, err
		}
	}
	if eol != "\n" {
		text = strings.ReplaceAll(text, "\n", eol)
	}
	return text, nil
}

// assembly builds the result in one buffer. A block is written as if it stayed; when its #endif comes, its
// condition cuts it down in place. So a nested block has been decided before the one around it looks for its #else,
// and directives are evaluated in the order of their #endif, which an expression that assigns can observe.
type assembly struct {
	text      string
	scope     *scope
	keepLines bool

	out  []byte
	open []block
}

type block struct {
	opening directive
	body    int // where in out the text after the opening directive begins
}

func (a *assembly) run(found []directive) (string, error) {
	a.out = make([]byte, 0, len(a.text))
	at := 0
	for _, d := range found {
		a.out = append(a.out, a.text[at:d.start]...)
		at = d.end
		if d.opens {
			a.lineEnds(d)
			a.open = append(a.open, block{d, len(a.out)})
			continue
		}
		b := a.open[len(a.open)-1]
		a.open = a.open[:len(a.open)-1]
		holds, err := a.scope.holds(b.opening.keyword, b.opening.condition)
		if err != nil {
			return "", conditionError(a.text, b.opening, err)
		}
		a.decide(b, holds)
		a.lineEnds(d)
	}
	a.out = append(a.out, a.text[at:]...)
	return string(a.out), nil
}

// decide keeps the part of b before its first #else, or the part after it.
func (a *assembly) decide(b block, holds bool) {
	body := a.out[b.body:]
	start, end := findElse(body)
	if holds {
		lines := bytes.Count(body[start:], newline)
		a.out = a.out[:b.body+start]
		if a.keepLines {
			a.pad(lines)
		}
		return
	}
	lines := bytes.Count(body[:end], newline)
	for i := range lines {
		body[i] = '\n'
	}
	kept := copy(body[lines:], body[end:])
	a.out = a.out[:b.body+lines+kept]
}

func (a *assembly) lineEnds(d directive) {
	a.pad(strings.Count(a.text[d.start:d.end], "\n"))
}

func (a *assembly) pad(lines int) {
	for range lines {
		a.out = append(a.out, '\n')
	}
}

var newline = []byte{'\n'}
