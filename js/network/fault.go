package network

import (
	"errors"
	"strings"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/platform"
)

var faults = map[httpclient.Fault]platform.Fault{
	httpclient.Refused:     platform.FaultRefused,
	httpclient.Unknown:     platform.FaultName,
	httpclient.Certificate: platform.FaultTLS,
	httpclient.Lost:        platform.FaultLost,
}

// Failure is how the platform says that a request came to no answer.
func (n *Network) Failure(err error) platform.Failure {
	if errors.Is(err, errInterrupted) {
		return n.rules.Interrupted
	}
	fault := httpclient.FaultOf(err)
	if fault == httpclient.TimedOut {
		return n.rules.TimedOut
	}
	f, ok := n.rules.Faults[faults[fault]]
	if !ok {
		f = n.rules.Faults[platform.FaultOther]
	}
	f.Text = strings.Replace(f.Text, "%s", err.Error(), 1)
	return f
}
