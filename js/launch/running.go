package launch

import (
	"context"
	"errors"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
	"github.com/unisocket/uni/js/uniapp"
	"github.com/unisocket/uni/js/web"
)

// Running is a script that runs as an app. What it is made of may be used on the script's
// loop alone.
type Running struct {
	Runtime *js.Runtime
	Binding *binding.Binding
	App     *uniapp.App
}

// Install gives a script its platform: uni, the app around it, a browser's globals. What
// the app is comes from a, the rest of its configuration from the caller. The result is to
// be closed, also where there is an error. It is called on the loop.
func (a *App) Install(r *js.Runtime, c uniapp.Config) (*Running, error) {
	requests, err := network.New(r, a.Network)
	if err != nil {
		return &Running{Runtime: r}, err
	}
	c.Platform, c.AppID, c.About, c.Network = a.Platform, a.Binding.AppID, a.About, requests
	app := uniapp.New(r, c)
	config := a.Binding
	config.Cookies, config.Functions, config.ShowOptions = requests.Cookies, app.Functions(), app.EnterOptions
	b, err := binding.New(r, config)
	if err != nil {
		return &Running{Runtime: r, App: app}, err
	}
	page := web.Config{Platform: a.Platform, Page: a.Binding.Page, Network: requests}
	return &Running{r, b, app}, errors.Join(b.Install(), app.Install(b), web.Install(r, b, page), app.Restore(), b.WatchGlobals())
}

// Close removes what the app has left behind, such as downloads.
func (s *Running) Close() error {
	if s.App == nil {
		return nil
	}
	return s.App.Close()
}

// CloseSockets ends the app as a user does who closes it: its sockets are closed in an
// orderly way, which is waited for until ctx is done. It reports whether the script came
// to let it. It may be called from any goroutine.
func (s *Running) CloseSockets(ctx context.Context) bool {
	begun := make(chan (<-chan struct{}), 1)
	port := s.Runtime.Loop().Acquire()
	defer port.Release()
	port.Post(func() {
		s.App.End()
		begun <- s.Binding.Shutdown()
	})
	select {
	case closed := <-begun:
		select {
		case <-closed:
		case <-ctx.Done():
		}
		return true
	case <-s.Runtime.Context().Done():
		return true
	case <-ctx.Done():
		return false
	}
}
