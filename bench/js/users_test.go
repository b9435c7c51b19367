//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestACrowdCountsConnectionsThatAreOpenTogether(t *testing.T) {
	for name, test := range map[string]struct {
		order   order
		events  string // a connection is accepted, opens, ends
		count   int
		problem string
	}{
		"together":            {order{Users: 3}, "aoaoaoeee", 2, ""},
		"handshakes are late": {order{Users: 3}, "aaaoooeee", 2, ""},
		"one":                 {order{Users: 1}, "aoe", 1, ""},
		"none":                {order{Users: 3, Silent: true}, "", 0, ""},
		"too few":             {order{Users: 3}, "aoaoee", 0, "2 connections came, want 3"},
		"too many":            {order{Users: 1}, "aoaoee", 0, "2 connections came, want 1"},
		"unexpected":          {order{Users: 3, Silent: true}, "aoe", 0, "1 connections came, want 0"},
		"one after another":   {order{Users: 3}, "aoaoeaoee", 0, "2 of 3 connections were open at the same time"},
	} {
		t.Run(name, func(t *testing.T) {
			clients := make(chan int, 1)
			clients <- os.Getpid()
			c := &crowd{order: test.order, clocks: clocks{clients: clients}}
			for _, event := range test.events {
				switch event {
				case 'a':
					c.Accepted()
				case 'o':
					if err := c.Opens(); err != nil {
						t.Fatal(err)
					}
				case 'e':
					c.Ended()
				}
			}
			f := c.figures()
			if f.Messages != test.count || (f.Rate > 0) != (test.count > 1) || !strings.HasPrefix(f.Problem, test.problem) || (f.Problem == "") != (test.problem == "") {
				t.Errorf("the figures are %+v, want %d connections and the problem %q", f, test.count, test.problem)
			}
		})
	}
}

func TestTheSummaryOfK6SaysHowLongConnectingTook(t *testing.T) {
	for name, test := range map[string]struct {
		summary string
		silent  bool
		want    float64
		err     string
	}{
		"connected":        {`{"metrics": {"iterations": {"count": 5}, "ws_connecting": {"p(95)": 12.5}}}`, false, 12.5e6, ""},
		"silent":           {`{"metrics": {"iterations": {"count": 5}}}`, true, 0, ""},
		"too few":          {`{"metrics": {"iterations": {"count": 4}, "ws_connecting": {"p(95)": 12.5}}}`, false, 0, "has 4 iterations, want 5"},
		"nobody connected": {`{"metrics": {"iterations": {"count": 5}}}`, false, 0, "has no ws_connecting"},
		"not JSON":         {`k6`, false, 0, "the summary of k6: invalid character"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "summary.json")
			if err := os.WriteFile(file, []byte(test.summary), 0o666); err != nil {
				t.Fatal(err)
			}
			got, err := connecting(file, 5, test.silent)
			if got != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("it is %v and %v, want %v and %q", got, err, test.want, test.err)
			}
		})
	}
}
