// Package diagnostic names the portability problems of socket code: what works on
// one of uni-app's platforms and fails, or does something else, on another one
// (docs/behaviour.md, section 6).
//
// A [Problem] is an entry of the catalogue, with a name that does not change. A
// [Diagnostic] is one that a script has, with the sentence for the platform and
// the place in the user's source. This package knows neither platforms nor
// sockets: who finds a problem says so with [Problem.At].
package diagnostic

import "fmt"

// Problem is a kind of mistake.
type Problem struct {
	// Name is stable: scripts and CI configurations may refer to it.
	Name string
	// Number is that of docs/behaviour.md, section 6: "B22".
	Number string
	// Text says what happens, in one sentence. It is a format for what At is given.
	Text string
	// Hint says what to do instead.
	Hint string
}

// Place is where in the user's source something is.
type Place struct {
	File   string `json:"file,omitempty"` // as the command line shows it; "" is unknown
	Line   int    `json:"line,omitempty"` // from 1
	Column int    `json:"column,omitempty"`
	Source string `json:"source,omitempty"` // the text of the line
}

// String is file:line:column, or "".
func (p Place) String() string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Diagnostic is a problem of a script.
type Diagnostic struct {
	Name   string `json:"name"`
	Number string `json:"number"`
	Text   string `json:"text"`
	Hint   string `json:"hint"`
	Task   int    `json:"task,omitempty"` // the socket's number from 1; 0 is none
	Place  Place  `json:"place,omitzero"`
}

// At makes the diagnostic of p at a place. args fill in p.Text.
func (p *Problem) At(place Place, task int, args ...any) Diagnostic {
	text := p.Text
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	return Diagnostic{Name: p.Name, Number: p.Number, Text: text, Hint: p.Hint, Task: task, Place: place}
}

// String is the place, the sentence and the name, in one line.
func (d Diagnostic) String() string {
	at := d.Place.String()
	if at != "" {
		at += ": "
	}
	return at + d.Text + " [" + d.Name + "]"
}

// Lookup finds a problem by its name; nil is none.
func Lookup(name string) *Problem {
	for _, p := range All() {
		if p.Name == name {
			return p
		}
	}
	return nil
}
