package preprocess

import (
	"bytes"
	"strings"
)

// A directive is text[start:end]: the blanks before the comment, the comment's opening, the keyword and all that it
// takes with it. Everything else on the line is code like any other.
type directive struct {
	start, end int
	opens      bool
	keyword    string // as written; only an opening directive's
	condition  string // as written, untrimmed; only an opening directive's
}

// directives returns the #if, #ifdef, #ifndef and #endif of text in order, or the *Error of the first that has no
// partner.
//
// The compiler looks for two patterns, whichever comes first, from where the last one ended:
//
//	[ \t]*(//|/\*)[ \t]*#(ifndef|ifdef|if)[ \t]+[^\n*]*(\*[*/])?([ \t]*\n+)?
//	[ \t]*(//|/\*)[ \t]*#endif[ \t]*(\*[*/])?([ \t]*\n)?
//
// in either case of letters. Each holds exactly one # before its keyword, so going from # to # and looking around it
// finds the same, in time proportional to the text.
func directives(text string) ([]directive, error) {
	var found []directive
	var outermost, depth int
	for from := 0; ; {
		i := strings.IndexByte(text[from:], '#')
		if i < 0 {
			break
		}
		d, ok := directiveAt(text, from+i, lastEnd(found))
		if !ok {
			from += i + 1
			continue
		}
		from = d.end
		switch {
		case d.opens && depth == 0:
			outermost = d.start
			depth++
		case d.opens:
			depth++
		case depth == 0:
			return nil, unpaired(text, d.start, "#endif", "#ifdef/#ifndef")
		default:
			depth--
		}
		found = append(found, d)
	}
	if depth > 0 {
		return nil, unpaired(text, outermost, "#ifdef/#ifndef", "#endif")
	}
	return found, nil
}

func lastEnd(found []directive) int {
	if len(found) == 0 {
		return 0
	}
	return found[len(found)-1].end
}

// directiveAt reads the directive whose # is text[hash]; it may reach back to floor.
func directiveAt(text string, hash, floor int) (directive, bool) {
	var d directive
	rest := text[hash+1:]
	switch {
	case hasKeyword(rest, "endif"):
		d.end = closing(text, hash+1+len("endif"))
	case hasKeyword(rest, "ifndef"):
		d.keyword = rest[:len("ifndef")]
	case hasKeyword(rest, "ifdef"):
		d.keyword = rest[:len("ifdef")]
	case hasKeyword(rest, "if"):
		d.keyword = rest[:len("if")]
	default:
		return d, false
	}
	var ok bool
	if d.start, ok = commentStart(text, hash, floor); !ok {
		return d, false
	}
	if d.keyword == "" {
		return d, true
	}
	argument := hash + 1 + len(d.keyword)
	if argument == len(text) || !isBlank(text[argument]) {
		return d, false
	}
	d.opens = true
	i := argument
	if n := strings.IndexAny(text[i:], "\n*"); n >= 0 {
		i += n
	} else {
		i = len(text)
	}
	d.condition = text[argument:i]
	i = skipCommentEnd(text, i)
	if n := skipBlanks(text, i); n < len(text) && text[n] == '\n' {
		for i = n; i < len(text) && text[i] == '\n'; i++ {
		}
	}
	d.end = i
	return d, true
}

// findElse returns where the first #else in body begins and ends, len(body) twice if there is none. Unlike the
// others, this one is lower case only; one without an #ifdef around it is never looked for and stays a comment.
func findElse(body []byte) (start, end int) {
	keyword := []byte("#else")
	for from := 0; ; {
		i := bytes.Index(body[from:], keyword)
		if i < 0 {
			return len(body), len(body)
		}
		hash := from + i
		from = hash + len(keyword)
		if start, ok := commentStart(body, hash, 0); ok {
			return start, closing(body, from)
		}
	}
}

// commentStart goes back from a # over blanks, // or /*, and blanks again.
func commentStart[T string | []byte](text T, hash, floor int) (start int, ok bool) {
	i := hash
	for i > floor && isBlank(text[i-1]) {
		i--
	}
	if i-2 < floor || text[i-2] != '/' || text[i-1] != '/' && text[i-1] != '*' {
		return 0, false
	}
	for i -= 2; i > floor && isBlank(text[i-1]); i-- {
	}
	return i, true
}

// closing goes on from the end of #else or #endif to the end of what the directive takes with it, one line end at most.
func closing[T string | []byte](text T, i int) int {
	i = skipCommentEnd(text, skipBlanks(text, i))
	if n := skipBlanks(text, i); n < len(text) && text[n] == '\n' {
		return n + 1
	}
	return i
}

// skipCommentEnd goes over */ or **.
func skipCommentEnd[T string | []byte](text T, i int) int {
	if i+1 < len(text) && text[i] == '*' && (text[i+1] == '*' || text[i+1] == '/') {
		return i + 2
	}
	return i
}

func skipBlanks[T string | []byte](text T, i int) int {
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	return i
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// hasKeyword compares ASCII letters without case.
func hasKeyword(text, keyword string) bool {
	if len(text) < len(keyword) {
		return false
	}
	for i := range len(keyword) {
		if text[i]|0x20 != keyword[i] {
			return false
		}
	}
	return true
}
