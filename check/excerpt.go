package check

import (
	"strings"
	"unicode"

	"github.com/unisocket/uni/diagnostic"
)

// excerptWidth is how much of a long line of source is shown, in characters.
const excerptWidth = 160

// excerpt is a line of source in three parts, the second of which is what the
// place points at: a word, or one character. Tabs are two spaces.
type excerpt struct {
	Before, At, After string
}

// excerptOf is that of a place; without a source it is empty. Indentation is left
// out, and of a longer line than limit characters what is around the place.
func excerptOf(p diagnostic.Place, limit int) excerpt {
	line := []rune(strings.TrimRightFunc(p.Source, unicode.IsSpace))
	at := min(max(p.Column-1, 0), len(line))
	indent := 0
	for indent < at && unicode.IsSpace(line[indent]) {
		indent++
	}
	line, at = line[indent:], at-indent
	if len(line) > limit {
		from := min(max(at-limit/2, 0), len(line)-limit)
		line, at = line[from:from+limit], at-from
	}
	end := at
	for end < len(line) && (line[end] == '_' || line[end] == '$' || unicode.IsLetter(line[end]) || unicode.IsDigit(line[end])) {
		end++
	}
	if end == at && end < len(line) {
		end++
	}
	return excerpt{printable(string(line[:at])), printable(string(line[at:end])), printable(string(line[end:]))}
}

// Empty says that there is no source to show.
func (e excerpt) Empty() bool { return e.Before+e.At+e.After == "" }

// lines is the excerpt with a caret below the place.
func (e excerpt) lines() (source, caret string) {
	return e.Before + e.At + e.After, strings.Repeat(" ", columnsOf(e.Before)) + "^"
}
