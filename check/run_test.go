package check_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unisocket/uni/check"
)

var targets = []check.Target{
	{Platform: "h5", Title: "H5"}, {Platform: "app", Vue: 2}, {Platform: "mp-weixin", Title: "微信小程序"}, {Platform: "mp-qq"}, {Platform: "mp-jd"},
}

func TestRunKeepsTheOrderAndTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int32
		begun, done := 0, 0
		start := time.Now()
		got := check.Run(t.Context(), targets, 2, func(_ context.Context, target check.Target) check.Recording {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			time.Sleep(time.Duration(10-len(target.Platform)) * time.Second)
			return check.Recording{Duration: time.Since(start)}
		}, func(_ check.Target, ended *check.Recording) {
			if ended == nil {
				begun++
			} else {
				done++
			}
		})
		for i, r := range got {
			if r.Platform != targets[i].Platform || r.Vue != targets[i].Vue || r.Title != targets[i].Title {
				t.Errorf("recording %d is %+v", i, r)
			}
		}
		if most.Load() != 2 || begun != len(targets) || done != len(targets) {
			t.Errorf("%d at a time, %d begun, %d done", most.Load(), begun, done)
		}
	})
}

func TestRunSurvives(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	got := check.Run(ctx, targets, 0, func(_ context.Context, target check.Target) check.Recording {
		switch target.Platform {
		case "app":
			panic("oh")
		case "mp-weixin":
			cancel()
		}
		return check.Recording{}
	}, nil)
	for i, want := range []string{"", "panic: oh\n", "", "not run: context canceled", "not run: context canceled"} {
		var text string
		if len(got[i].Failures) == 1 && got[i].Failures[0].Kind == check.FailureCrash {
			text = got[i].Failures[0].Text
		}
		if !strings.HasPrefix(text, want) || want == "" && text != "" {
			t.Errorf("%s: %q, want %q", got[i].Platform, text, want)
		}
	}
	if got := check.Run(t.Context(), nil, 4, nil, nil); len(got) != 0 {
		t.Errorf("no targets give %v", got)
	}
}
