package main

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/unisocket/uni/devserver"
)

// serverLog is the log of the transcript's server.
type serverLog struct {
	mu    sync.Mutex
	lines []string
	added chan struct{} // closed when there is another line
}

type serverLogKey struct{}

func newServerLog() *serverLog { return &serverLog{added: make(chan struct{})} }

func (l *serverLog) add(e devserver.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, e.String())
	close(l.added)
	l.added = make(chan struct{})
}

func (l *serverLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

// await waits for a line that matches and reports whether one came.
func (l *serverLog) await(pattern *regexp.Regexp, patience time.Duration) bool {
	timeout := time.After(patience)
	for {
		l.mu.Lock()
		added := l.added
		l.mu.Unlock()
		for line := range strings.SplitSeq(l.String(), "\n") {
			if pattern.MatchString(line) {
				return true
			}
		}
		select {
		case <-added:
		case <-timeout:
			return false
		}
	}
}
