package js

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/grafana/sobek"
)

// engineFrame is a line of a stack as the engine writes it:
// "\tat name (file:line:column(pc))", without the name and its parentheses for
// code outside of functions, or "\tat name (native)".
var engineFrame = regexp.MustCompile(`^\tat (?:(.*) \()?(?:(.+):(\d+):(\d+)\(\d+\)|native)\)?$`)

// stack rewrites a stack that the engine wrote into the form of Node and
// browsers, and leaves out frames that are not the user's, and those of the
// constructors of an error's own class, which lead up to the built-in one. Other
// text stays.
func (b *bundle) stack(text string) string {
	text = strings.TrimSuffix(text, "\n")
	if !strings.Contains(text, "\n\tat ") {
		return text
	}
	var lines []string
	var fields fieldFrames
	constructing := true
	for line := range strings.SplitSeq(text, "\n") {
		m := engineFrame.FindStringSubmatch(line)
		if m == nil {
			lines = append(lines, line)
			continue
		}
		row, _ := strconv.Atoi(m[3])
		column, _ := strconv.Atoi(m[4])
		f := frame{function: m[1], file: sourceName(m[2]), line: row, column: column}
		if !f.isUsers() || !fields.take(&f) {
			continue
		}
		if constructing = constructing && strings.HasPrefix(b.sourceAt(f), "super("); !constructing {
			lines = append(lines, f.String())
		}
	}
	return strings.Join(lines, "\n")
}

// line returns the line of source of a frame.
func (b *bundle) line(f frame) (string, bool) {
	source, known := b.sources[f.file]
	lines := strings.Split(source, "\n")
	if !known || f.line < 1 || f.line > len(lines) { // such as a place in eval's argument
		return "", false
	}
	return lines[f.line-1], true
}

// sourceAt returns the rest of the line of a frame from its column on. The engine
// counts columns in UTF-16 units.
func (b *bundle) sourceAt(f frame) string {
	line, _ := b.line(f)
	units := utf16.Encode([]rune(line))
	return string(utf16.Decode(units[min(max(f.column-1, 0), len(units)):]))
}

// frame is a place in the user's source.
type frame struct {
	function, file string
	line, column   int
}

func (f frame) isUsers() bool {
	return f.file != "" && f.file != bundleName && f.file != "<native>" && !strings.HasPrefix(f.file, preludeName(""))
}

func (f frame) String() string {
	if f.function == "" {
		return fmt.Sprintf("    at %s:%d:%d", f.file, f.line, f.column)
	}
	return fmt.Sprintf("    at %s (%s:%d:%d)", f.function, f.file, f.line, f.column)
}

// nodeFrame is a line of a stack that bundle.stack returned.
var nodeFrame = regexp.MustCompile(`(?m)^    at (?:(.*) \()?(.+):(\d+):(\d+)\)?$`)

// firstFrame returns the first place of a stack that bundle.stack returned.
func firstFrame(stack string) (frame, bool) {
	m := nodeFrame.FindStringSubmatch(stack)
	if m == nil {
		return frame{}, false
	}
	line, _ := strconv.Atoi(m[3])
	column, _ := strconv.Atoi(m[4])
	return frame{m[1], m[2], line, column}, true
}

// framesOf returns the places in the user's source at which an exception was thrown.
func framesOf(stack []sobek.StackFrame) []frame {
	var frames []frame
	var fields fieldFrames
	for _, s := range stack {
		p := s.Position()
		f := frame{s.FuncName(), sourceName(p.Filename), p.Line, p.Column}
		if f.function == "<anonymous>" {
			f.function = ""
		}
		if f.isUsers() && fields.take(&f) {
			frames = append(frames, f)
		}
	}
	return frames
}
