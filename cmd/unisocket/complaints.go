package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// kinds is how many different complaints are written.
const kinds = 10

// complaints are what many scripts complain of: each text is written when it comes for
// the first time, and counted from then on.
type complaints struct {
	mu     sync.Mutex
	counts map[string]int
	order  []string // of the texts in counts
	others int      // that were not written
}

// add counts a complaint and writes its text, if it is new, to w.
func (c *complaints) add(w io.Writer, text string) {
	c.mu.Lock()
	_, known := c.counts[text]
	fresh := !known && len(c.order) < kinds
	switch {
	case fresh:
		if c.counts == nil {
			c.counts = map[string]int{}
		}
		c.order = append(c.order, text)
		c.counts[text] = 1
	case known:
		c.counts[text]++
	default:
		c.others++
	}
	c.mu.Unlock()
	if fresh {
		io.WriteString(w, text+"\n")
	}
}

// summary are the lines about what was not written.
func (c *complaints) summary() (lines []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, text := range c.order {
		if n := c.counts[text]; n > 1 {
			lines = append(lines, fmt.Sprintf("%d times in all: %s", n, headline(text)))
		}
	}
	if c.others > 0 {
		lines = append(lines, fmt.Sprintf("%d more, of other texts", c.others))
	}
	return lines
}

// headline is the line of a text that says what it is about: an excerpt of the source
// stands before it, and a stack behind.
func headline(text string) string {
	if _, behind, ok := strings.Cut(text, "\n\n"); ok {
		text = behind
	}
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimPrefix(line, "unisocket: ")
}
