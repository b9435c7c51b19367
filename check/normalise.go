package check

import (
	"regexp"
	"strings"
)

// changing is what is different in each run, in the order in which it is replaced:
// a UUID holds what looks like other things.
var changing = []struct {
	pattern     *regexp.Regexp
	replacement string
}{
	{regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "<uuid>"},
	// RFC 6455, section 4.2.2: it depends on the client's random key.
	{regexp.MustCompile(`(?i)(sec-websocket-accept['"]?\s*[:=]\s*['"\[]*)[0-9a-z+/]{27}=`), "${1}<accept>"},
	{regexp.MustCompile(`\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b`), "<time>"},
	// Date's toString and toUTCString.
	{regexp.MustCompile(`\b(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat),? [A-Z\d][a-z\d]+ [A-Z\d][a-z\d]+ \d{4}(?: \d\d:\d\d:\d\d GMT(?:[+-]\d{4}(?: \([^)]*\))?)?)?`), "<time>"},
	// Its toLocaleString: 2026/1/31 9:05:00, 1/31/2026, 9:05:00 AM.
	{regexp.MustCompile(`\b(?:\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{4})\b(?:,? \d{1,2}:\d\d:\d\d(?: ?[AP]M)?\b)?`), "<time>"},
	{regexp.MustCompile(`(^|[^\d:.])\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?[AP]M)?\b`), "${1}<time>"},
	{regexp.MustCompile(`(127\.0\.0\.1|\blocalhost|\[::1\]):\d{1,5}\b`), "${1}:<port>"},
	{regexp.MustCompile(`\b(?:\d+h)?(?:\d+m)?\d+(?:\.\d+)? ?(?:(?:[nuµμm]s|s|sec|seconds?|milliseconds?|minutes?)\b|毫秒|秒)`), "<duration>"},
}

var (
	hexadecimal = regexp.MustCompile(`[0-9a-fA-F]{16,}`)
	number      = regexp.MustCompile(`\d+(?:\.\d+)?`)
	epoch       = regexp.MustCompile(`^1[5-9]\d{8}(?:\d{3})?(?:\.\d+)?$`) // 2017 to 2033, in seconds or milliseconds
	random      = regexp.MustCompile(`^0\.\d{8,}$`)
)

// Normalise replaces what changes from one run to the next by placeholders, so
// that lines of two runs can be compared: times and durations, UUIDs and long
// hexadecimal ids, random numbers, the ports of this machine.
func Normalise(text string) string {
	if !strings.ContainsAny(text, "0123456789") {
		return text
	}
	for _, c := range changing {
		text = c.pattern.ReplaceAllString(text, c.replacement)
	}
	text = hexadecimal.ReplaceAllStringFunc(text, func(s string) string {
		if !strings.ContainsAny(s, "0123456789") {
			return s // "aaaaaaaaaaaaaaaa" is somebody's data
		}
		return "<id>"
	})
	return number.ReplaceAllStringFunc(text, func(s string) string {
		switch {
		case epoch.MatchString(s):
			return "<time>"
		case random.MatchString(s):
			return "<random>"
		}
		return s
	})
}

// normalised remembers what Normalise made of a text: scripts repeat themselves,
// and fifteen platforms do even more.
type normalised map[string]string

func (n normalised) of(text string) string {
	out, ok := n[text]
	if !ok {
		out = Normalise(text)
		n[text] = out
	}
	return out
}
