package check

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Progress draws one line on a terminal, which says how many of the runs are done
// and which are at work: "[####......] 4/10 mp-weixin, app". It may be used from
// several goroutines. A nil *Progress draws nothing.
type Progress struct {
	mu      sync.Mutex
	w       io.Writer
	width   int
	total   int
	done    int
	failed  int
	running []string
	drawn   int // the columns of the line on the screen
}

// NewProgress makes one for total runs on a terminal of width columns; 0 is 80.
func NewProgress(w io.Writer, total, width int) *Progress {
	if width <= 0 {
		width = 80
	}
	return &Progress{w: w, total: total, width: width}
}

// Started says that a run has begun.
func (p *Progress) Started(name string) {
	p.update(func() { p.running = append(p.running, name) })
}

// Done says that it is over. The verdict may be "" where it is not known yet;
// runs that fail are counted.
func (p *Progress) Done(name string, verdict Verdict) {
	p.update(func() {
		if i := slices.Index(p.running, name); i >= 0 {
			p.running = slices.Delete(p.running, i, i+1)
		}
		p.done++
		if verdict == Fails {
			p.failed++
		}
	})
}

// Watch is Started and Done in the form that [Run] calls. A recording with a
// failure fails; what the others come to is not known before all are there.
func (p *Progress) Watch(t Target, ended *Recording) {
	switch {
	case ended == nil:
		p.Started(t.Name())
	case len(ended.Failures) > 0:
		p.Done(t.Name(), Fails)
	default:
		p.Done(t.Name(), "")
	}
}

// Close takes the line away.
func (p *Progress) Close() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draw("")
	io.WriteString(p.w, "\r")
}

func (p *Progress) update(change func()) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.draw(p.line())
}

// draw puts a line over the one before. Spaces, and no escape sequence, wipe what
// that one had more.
func (p *Progress) draw(line string) {
	io.WriteString(p.w, "\r"+pad(line, p.drawn))
	p.drawn = columnsOf(line)
}

// line is at most one column less than the terminal is wide, at whose last column
// some terminals begin a new line.
func (p *Progress) line() string {
	counts := fmt.Sprintf("%d/%d", p.done, p.total)
	if p.failed > 0 {
		counts += fmt.Sprintf(", %d failed", p.failed)
	}
	room := p.width - 1
	bar := ""
	if size := min(24, room-columnsOf(counts)-20); size >= 5 {
		filled := size * min(p.done, p.total) / max(p.total, 1)
		bar = "[" + strings.Repeat("#", filled) + strings.Repeat(".", size-filled) + "] "
	}
	return truncate(strings.TrimSpace(bar+counts+" "+strings.Join(p.running, ", ")), room)
}
