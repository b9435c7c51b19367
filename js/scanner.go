package js

import "strings"

// scanner goes through JavaScript or TypeScript without parsing it: it knows strings,
// templates, regular expressions and comments from code, and counts brackets.
type scanner struct {
	code  string
	at    int
	depth int  // of open brackets
	fresh bool // a statement may begin here
	last  byte // the last character of code that was no blank
}

// newScanner stands at the first token of code.
func newScanner(code string) scanner {
	s := scanner{code: code, fresh: true}
	s.blanks()
	return s
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// blanks passes over blanks and comments.
func (s *scanner) blanks() {
	for s.at < len(s.code) {
		switch rest := s.code[s.at:]; {
		case strings.HasPrefix(rest, "//"):
			s.to("\n")
		case strings.HasPrefix(rest, "/*"):
			s.to("*/")
		case rest[0] == '\n', rest[0] == ';':
			s.fresh = true
			s.at++
		case rest[0] == ' ', rest[0] == '\t', rest[0] == '\r':
			s.at++
		default:
			return
		}
	}
}

// to goes behind the next mark, or to the end; a line's end is left.
func (s *scanner) to(mark string) {
	i := strings.Index(s.code[min(s.at+1, len(s.code)):], mark)
	switch {
	case i < 0:
		s.at = len(s.code)
	case mark == "\n":
		s.at += 1 + i
	default:
		s.at += 1 + i + len(mark)
	}
}

// step passes over one token: a word, a literal, a bracket or another character, and
// the blanks and comments behind it.
func (s *scanner) step() {
	if s.at >= len(s.code) {
		return
	}
	c := s.code[s.at]
	s.fresh = false
	switch {
	case c == '"' || c == '\'':
		s.quoted(c)
	case c == '`':
		s.template()
	case c == '/' && s.expression():
		s.regexp()
	case isWord(c):
		for s.at < len(s.code) && isWord(s.code[s.at]) {
			s.at++
		}
	default:
		switch c {
		case '{', '(', '[':
			s.depth++
		case '}', ')', ']':
			s.depth--
			s.fresh = c == '}'
		}
		s.at++
	}
	if c > ' ' {
		s.last = c
	}
	s.blanks()
}

// statement passes over an import statement: up to the text in quotes that names the
// module, and the attributes behind it.
func (s *scanner) statement() {
	for s.at < len(s.code) && s.code[s.at] != '"' && s.code[s.at] != '\'' {
		switch rest := s.code[s.at:]; {
		case strings.HasPrefix(rest, "//"):
			s.to("\n")
		case strings.HasPrefix(rest, "/*"):
			s.to("*/")
		default:
			s.at++
		}
	}
	if s.at < len(s.code) {
		s.quoted(s.code[s.at])
	}
	for s.at < len(s.code) && (s.code[s.at] == ' ' || s.code[s.at] == ';') {
		s.at++
	}
	s.last, s.fresh = ';', true
}

func (s *scanner) quoted(quote byte) {
	for s.at++; s.at < len(s.code); s.at++ {
		switch s.code[s.at] {
		case '\\':
			s.at++
		case quote, '\n':
			s.at++
			return
		}
	}
}

func (s *scanner) template() {
	for s.at++; s.at < len(s.code); {
		switch rest := s.code[s.at:]; {
		case rest[0] == '\\':
			s.at += 2
		case rest[0] == '`':
			s.at++
			return
		case strings.HasPrefix(rest, "${"):
			s.at += 2
			inner := scanner{code: s.code, at: s.at, depth: 1, last: '{'}
			for inner.at < len(s.code) && inner.depth > 0 {
				if inner.depth == 1 && s.code[inner.at] == '}' {
					break
				}
				inner.step()
			}
			s.at = inner.at + 1
		default:
			s.at++
		}
	}
	s.at = min(s.at, len(s.code))
}

// expression reports whether an expression may begin here, so that a slash begins a
// regular expression.
func (s *scanner) expression() bool {
	if s.last == 0 || strings.IndexByte("(,=:[!&|?{};+-*%<>~^", s.last) >= 0 {
		return true
	}
	before := strings.TrimRight(s.code[:s.at], " \t\r\n")
	for _, word := range []string{"return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "await", "yield", "else", "do"} {
		if rest, ok := strings.CutSuffix(before, word); ok && (rest == "" || !isWord(rest[len(rest)-1])) {
			return true
		}
	}
	return false
}

func (s *scanner) regexp() {
	class := false
	for s.at++; s.at < len(s.code); s.at++ {
		switch s.code[s.at] {
		case '\\':
			s.at++
		case '[':
			class = true
		case ']':
			class = false
		case '\n':
			return
		case '/':
			if !class {
				s.at++
				return
			}
		}
	}
}
