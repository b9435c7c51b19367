package devserver_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/unisocket/uni/devserver"
	"github.com/unisocket/uni/internal/devservertest"
	"github.com/unisocket/uni/websocket"
)

func trusting(s *devserver.Server) *tls.Config { return &tls.Config{RootCAs: s.CA().Pool()} }

func startLocal(t *testing.T, config devserver.Config) *devserver.Local {
	t.Helper()
	l, err := devserver.StartLocal(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func TestLocalAnswersForEveryName(t *testing.T) {
	l := startLocal(t, devserver.Config{})
	for _, url := range []string{
		l.Server().SecureURL() + "/echo",
		"ws://chat.example.com/echo",
		"ws://chat.example.com:8765/echo",
		"wss://chat.example.com/echo",
		"wss://CHAT.example.com:1/echo",
		"wss://xn--fiqs8s.example/echo",
		"wss://intranet/echo",
	} {
		t.Run(url, func(t *testing.T) {
			c := dial(t, url, &websocket.DialOptions{DialContext: l.DialContext, TLS: l.TLSConfig(), Proxy: noProxy})
			c.SendText("好")
			if got := next(t, c); got != "text 好" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestLocalDialsAddressesAsWritten(t *testing.T) {
	l := startLocal(t, devserver.Config{})
	other, paths := startLogging(t)
	_, port, _ := net.SplitHostPort(other.Addr().String())
	for _, host := range []string{"127.0.0.1", "localhost", "LocalHost", "[::ffff:127.0.0.1]"} {
		c := dial(t, "ws://"+host+":"+port+"/as-written", &websocket.DialOptions{DialContext: l.DialContext, Proxy: noProxy})
		c.CloseNow()
		if got := <-paths; got != "/as-written" {
			t.Errorf("%s: %s", host, got)
		}
	}
	if _, err := l.DialContext(patience(t), "tcp", "no-port"); err == nil {
		t.Error("an address without a port gives no error")
	}
}

func startLogging(t *testing.T) (*devserver.Server, <-chan string) {
	logged, paths := arrivals()
	return devservertest.Start(t, devserver.Config{Log: logged}), paths
}

func TestCertificatesAreVerified(t *testing.T) {
	s := devservertest.Start(t, devserver.Config{})
	toServer := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", s.Addr().String())
	}
	stranger, err := devserver.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	var unknown x509.UnknownAuthorityError
	var wrongName x509.HostnameError
	for _, test := range []struct {
		name string
		url  string
		tls  *tls.Config
		want any
	}{
		{"a made-up name", "wss://made.up.example/echo", trusting(s), nil},
		{"an IP address", s.SecureURL() + "/echo", trusting(s), nil},
		{"who trusts another authority", "wss://made.up.example/echo", &tls.Config{RootCAs: stranger.Pool()}, &unknown},
		{"who trusts the system only", "wss://made.up.example/echo", nil, &unknown},
		{"who asked for another name", "wss://made.up.example/echo", pinned(s, "other.example"), &wrongName},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := websocket.Dial(patience(t), test.url, &websocket.DialOptions{DialContext: toServer, TLS: test.tls, Proxy: noProxy})
			switch {
			case test.want == nil && err != nil, test.want != nil && !errors.As(err, test.want):
				t.Errorf("Dial gives %v", err)
			case err == nil:
				c.CloseNow()
			}
		})
	}
}

// pinned is a client that says one name in the handshake and verifies another.
func pinned(s *devserver.Server, said string) *tls.Config {
	return &tls.Config{
		ServerName:         said,
		InsecureSkipVerify: true, // VerifyConnection verifies
		VerifyConnection: func(state tls.ConnectionState) error {
			_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: s.CA().Pool(), DNSName: "made.up.example"})
			return err
		},
	}
}

func TestAnUntrustingClientIsLogged(t *testing.T) {
	events := make(chan devserver.Event, 100)
	s := devservertest.Start(t, devserver.Config{Log: func(e devserver.Event) { events <- e }})
	if _, err := websocket.Dial(patience(t), s.SecureURL()+"/echo", nil); err == nil {
		t.Fatal("the system trusts the development CA")
	}
	if e := <-events; e.Kind != devserver.Problem || !strings.Contains(e.Err.Error(), "TLS handshake error") {
		t.Errorf("got %v", e)
	}
}

func TestCertificatesAreKeptForAWhile(t *testing.T) {
	ca, err := devserver.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	first, err := ca.Certificate("Shop.example")
	if err != nil {
		t.Fatal(err)
	}
	again, err := ca.Certificate("shop.example.")
	if err != nil || !again.Leaf.Equal(first.Leaf) {
		t.Errorf("the same name got another certificate (%v)", err)
	}
	for i := range 1000 {
		if _, err := ca.Certificate(fmt.Sprintf("host%d.example", i)); err != nil {
			t.Fatal(err)
		}
	}
	if renewed, err := ca.Certificate("shop.example"); err != nil || renewed.Leaf.Equal(first.Leaf) {
		t.Errorf("a client can make the authority keep any number of certificates (%v)", err)
	}
	for _, name := range []string{"", ".", "名字"} {
		if _, err := ca.Certificate(name); err == nil {
			t.Errorf("%q got a certificate", name)
		}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca.PEM()) || !pool.Equal(ca.Pool()) {
		t.Error("PEM and Pool do not hold the same")
	}
}
