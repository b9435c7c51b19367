package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error is a mistake in a manifest. Its text names the place and what to do, and
// shows the line with a caret beneath the mistake.
type Error struct {
	Path    string
	Line    int    // from 1
	Column  int    // from 1, in characters
	Source  string // the line, without its end
	Problem string // what is wrong, with the path of the key where it has one
	Advice  string // what to do about it
}

func (e *Error) Error() string {
	text, caret := excerpt(e.Source, e.Column-1)
	number := fmt.Sprint(e.Line)
	gutter := strings.Repeat(" ", len(number))
	return fmt.Sprintf("%s:%d:%d: %s; %s\n  %s | %s\n  %s | %s",
		e.Path, e.Line, e.Column, e.Problem, e.Advice, number, text, gutter, caret)
}

func newError(path string, data []byte, offset int, problem, advice string) *Error {
	offset = min(offset, len(data))
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	source, _, _ := bytes.Cut(data[start:], []byte("\n"))
	return &Error{
		Path:    path,
		Line:    1 + bytes.Count(data[:offset], []byte("\n")),
		Column:  1 + utf8.RuneCount(data[start:offset]),
		Source:  strings.ToValidUTF8(strings.TrimSuffix(string(source), "\r"), "\ufffd"),
		Problem: problem,
		Advice:  advice,
	}
}

// excerpt returns what a terminal shows of a line, a window around the character
// at column (from 0), and the line with the caret that goes beneath it.
func excerpt(line string, column int) (text, caret string) {
	const before, after = 50, 30
	runes := []rune(line)
	column = min(column, len(runes))
	var head, tail string
	start, end := 0, len(runes)
	if end > before+after {
		if column > before {
			head, start = "…", column-before
		}
		if column+after < end {
			tail, end = "…", column+after
		}
	}
	var pad strings.Builder
	for _, r := range head + string(runes[start:column]) {
		switch {
		case r == '\t':
			pad.WriteByte('\t')
		case isWide(r):
			pad.WriteString("  ")
		default:
			pad.WriteByte(' ')
		}
	}
	return head + printable(string(runes[start:end])) + tail, pad.String() + "^"
}

// isWide reports whether terminals give r two cells, as they do for Chinese.
func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}

// printable replaces control characters, which would act on a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return '\ufffd'
		}
		return r
	}, s)
}
