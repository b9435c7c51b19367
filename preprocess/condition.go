package preprocess

import (
	"errors"
	"strings"
)

// holds reports whether the block that begins with #keyword condition stays. A condition that throws, as one does
// that reads an unknown word, is false. Any other error means that the compiler gives up on the text, or, where it
// says so, that this package cannot tell.
func (s *scope) holds(keyword, condition string) (bool, error) {
	// The pattern that finds directives takes either case; what acts on them does not.
	if keyword != strings.ToLower(keyword) {
		return false, syntaxError("#" + keyword + " must be written #" + strings.ToLower(keyword))
	}
	condition = strings.TrimFunc(condition, isSpace)
	expr, ok := s.parsed[condition]
	if !ok {
		var err error
		if expr, err = parse(strings.ReplaceAll(condition, "-", "_")); err != nil {
			return false, errors.New(quoteCondition(keyword, condition) + " is no valid condition: " + err.Error())
		}
		s.parsed[condition] = expr
	}
	v, err := expr.eval(s)
	var cannot unsupported
	switch {
	case errors.As(err, &cannot):
		return false, errors.New(quoteCondition(keyword, condition) + " cannot be evaluated here: " + err.Error())
	case err != nil:
		v = undefined
	}
	return v.truthy() == (keyword != "ifndef"), nil
}

func quoteCondition(keyword, condition string) string {
	return "#" + keyword + " " + clip(condition)
}

// clip shortens what an error quotes.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

// syntaxError is what is wrong with a condition, for people: any is the end of the matter for the text.
type syntaxError string

func (e syntaxError) Error() string { return string(e) }

// unsupported names what a valid condition uses that this package does not evaluate.
type unsupported string

func (e unsupported) Error() string {
	return string(e) + " is not supported; write the condition with words and uniVersion"
}

// errThrown is any exception that evaluating a condition throws.
var errThrown = errors.New("the condition throws")
