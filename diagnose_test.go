package uni_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/unisocket/uni"
	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/websocket"
)

func TestAProgramIsToldOfItsPortabilityProblems(t *testing.T) {
	for _, c := range []struct {
		platform string
		want     []string
	}{
		{"h5", []string{"header-ignored", "send-before-open"}},
		{"app@2.9.5", []string{"header-ignored", "send-before-open"}},
		{"app", []string{"send-before-open"}},
	} {
		s := serve(t, &websocket.AcceptOptions{}, nil)
		var told []string
		app := newApp(t, uni.Config{
			Platform: c.platform,
			Diagnose: func(d diagnostic.Diagnostic) { told = append(told, d.Name) },
		})
		task := connect(t, app, uni.ConnectSocketOptions{URL: s.url, Header: http.Header{"X-Token": {"1"}}})
		task.Send(uni.SendOptions{Data: uni.Text("too early")})
		if !slices.Equal(told, c.want) {
			t.Errorf("on %s it was told of %q, want %q", c.platform, told, c.want)
		}
		await(t, s.conns, "the connection") // which the end of the test would cut
	}
}
