package js

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/unisocket/uni/js/inspect"
)

// Problem is something wrong at a place in a script.
type Problem struct {
	File         string // relative to the working directory; "" if there is no place
	Line, Column int    // from 1; the column counts characters
	Source       string // the text of the line
	Text         string // what is wrong
	Notes        []string
}

// String is the place and the sentence, then the line with a caret below the place.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, p.Column)
	}
	b.WriteString(p.Text)
	if p.File != "" {
		b.WriteString("\n" + Excerpt(p.Source, p.Column))
	}
	for _, note := range p.Notes {
		b.WriteString("\n" + note)
	}
	return b.String()
}

// BundleError says why a script could not be made ready to run: it does not
// parse, imports what is not there, or uses what the engine cannot do.
type BundleError struct {
	Problems []Problem
}

func (e *BundleError) Error() string {
	texts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		texts[i] = p.String()
	}
	return strings.Join(texts, "\n\n")
}

func problemsOf(messages []api.Message) []Problem {
	var problems []Problem
	for _, message := range messages {
		problems = append(problems, problemOf(message))
	}
	sortProblems(problems)
	return problems
}

func problemOf(message api.Message) Problem {
	p := Problem{Text: message.Text}
	if at := message.Location; at != nil {
		p.File, p.Line, p.Source = at.File, at.Line, at.LineText
		p.Column = len([]rune(at.LineText[:min(at.Column, len(at.LineText))])) + 1
	}
	if isComponent(p.File) {
		if lines := strings.Split(originalOf(p.File, ""), "\n"); p.Line <= len(lines) {
			p.Source = lines[p.Line-1]
		}
	}
	if m := throughAlias.FindStringSubmatch(message.Text); m != nil {
		p.Text = fmt.Sprintf("Could not resolve %q, which stands for %q", m[2], relative(m[1]))
	}
	if strings.HasPrefix(message.Text, `No matching export in "`+builtinNamespace+":") {
		p.Notes = append(p.Notes, partOfNode)
	}
	for _, note := range message.Notes {
		text := note.Text
		switch {
		case strings.Contains(text, "built into node"):
			text = partOfNode
		case strings.Contains(text, "as external"):
			text = whereFrom(message.Text)
		case strings.Contains(text, "api.") || strings.Contains(text, "alias feature"):
			continue // advice on esbuild's settings, which are not the user's
		}
		if at := note.Location; at != nil {
			text = fmt.Sprintf("%s:%d:%d: %s", at.File, at.Line, at.Column+1, text)
		}
		p.Notes = append(p.Notes, text)
	}
	return p
}

const partOfNode = "It is a part of Node, which no uni-app platform has."

// partOfK6 are the names of k6's own modules, which apps cannot have.
var partOfK6 = regexp.MustCompile(`^Could not resolve "k6(/.*)?"$`)

// whereFrom is how to come by a package that was not found.
func whereFrom(message string) string {
	if partOfK6.MatchString(message) {
		return "It is a part of k6, for scripts of k6's own: import the bundle into one, and hand the app functions with expose."
	}
	return "Packages are looked for in node_modules; install it there with npm."
}

// throughAlias is how esbuild says that what "@/" stands for is not there.
var throughAlias = regexp.MustCompile(`^Could not resolve "(.*)" \(originally "(.*)"\)$`)

// relative is a path as seen from the working directory.
func relative(path string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, path); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return path
}

// excerptWidth is how much of a long line, such as a minified file's, is shown.
const excerptWidth = 160

// Excerpt is a line of source with a caret below its column, from 1.
func Excerpt(line string, column int) string {
	runes := []rune(strings.TrimRight(line, "\r\n"))
	at := min(max(column-1, 0), len(runes))
	if len(runes) > excerptWidth {
		from := min(max(at-excerptWidth/2, 0), len(runes)-excerptWidth)
		runes, at = runes[from:from+excerptWidth], at-from
	}
	var b strings.Builder
	b.WriteString(string(runes))
	b.WriteByte('\n')
	for _, r := range runes[:at] {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteString(strings.Repeat(" ", inspect.Width(string(r))))
		}
	}
	b.WriteByte('^')
	return b.String()
}
