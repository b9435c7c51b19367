package check_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/unisocket/uni/check"
)

// screen is what a terminal shows on its line after the output, without the
// spaces at its end.
func screen(out string) string {
	var line []rune
	at := 0
	for _, r := range out {
		if r == '\r' {
			at = 0
			continue
		}
		line = append(line[:at], append([]rune{r}, line[min(at+1, len(line)):]...)...)
		at++
	}
	return strings.TrimRight(string(line), " ")
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := check.NewProgress(&out, 4, 60)
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() { p.Started("mp-weixin") }, "[........................] 0/4 mp-weixin"},
		{func() { p.Started("app") }, "[........................] 0/4 mp-weixin, app"},
		{func() { p.Done("mp-weixin", check.Works) }, "[######..................] 1/4 app"},
		{func() { p.Done("app", check.Fails) }, "[############............] 2/4, 1 failed"},
		{func() { p.Watch(check.Target{Platform: "h5", Vue: 2}, nil) }, "[############............] 2/4, 1 failed h5 (Vue 2)"},
		{func() { p.Watch(check.Target{Platform: "h5", Vue: 2}, &check.Recording{}) }, "[##################......] 3/4, 1 failed"},
		{p.Close, ""},
	} {
		step.do()
		if got := screen(out.String()); got != step.want {
			t.Errorf("the screen shows %q, want %q", got, step.want)
		}
	}
}

func TestProgressFitsTheTerminal(t *testing.T) {
	for _, width := range []int{12, 30, 45} {
		var out bytes.Buffer
		p := check.NewProgress(&out, 14, width)
		p.Started("mp-weixin")
		p.Started("mp-toutiao")
		if got := screen(out.String()); len([]rune(got)) >= width {
			t.Errorf("%q on %d columns", got, width)
		}
	}
	var none *check.Progress
	none.Started("h5")
	none.Done("h5", check.Works)
	none.Close()
}
