package network

import (
	"net/url"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/platform"
)

// Refusal is how the platform's policy refuses a request of uni's functions, before
// anything is sent; nil where it does not.
func (n *Network) Refusal(target string) *platform.Failure {
	u, err := url.Parse(target)
	if err != nil || !n.rules.SecureOnly {
		return nil
	}
	if u.Scheme == "http" {
		n.DiagnoseAt(diagnostic.InsecureRequest, n.Caller())
		if !n.config.Unchecked {
			return &n.rules.NotAllowed
		}
	}
	if n.config.Allow != nil && !n.config.Allow(u) {
		n.DiagnoseAt(diagnostic.RequestNotAllowed, n.Caller(), u.Scheme+"://"+u.Host)
		return &n.rules.NotAllowed
	}
	return nil
}
