package devserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"
)

const (
	// certificateLife is longer than any process of a developer.
	certificateLife = 365 * 24 * time.Hour

	// clockSkew is how far a client's clock may be behind.
	clockSkew = 24 * time.Hour

	// maxCertificates bounds the cache: a client may ask for any number of names.
	maxCertificates = 1000
)

// CA is a certificate authority that exists in memory only. It makes a
// certificate for any name; a client believes it if it was given its Pool or PEM.
// Its methods may be called from any goroutine.
type CA struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey

	mu     sync.Mutex
	leaves map[string]tls.Certificate
}

// NewCA makes an authority with a key of its own.
func NewCA() (*CA, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("devserver: making the key of a certificate authority: %w", err)
	}
	now := time.Now()
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "unisocket development CA"},
		NotBefore:             now.Add(-clockSkew),
		NotAfter:              now.Add(certificateLife),
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
	}
	certificate, err := sign(template, template, key, key)
	if err != nil {
		return nil, fmt.Errorf("devserver: making the certificate of an authority: %w", err)
	}
	return &CA{certificate: certificate, key: key, leaves: map[string]tls.Certificate{}}, nil
}

// Certificate returns the certificate for a host name or an IP address, which it
// makes when it is first asked for.
func (ca *CA) Certificate(name string) (tls.Certificate, error) {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if name == "" {
		return tls.Certificate{}, errors.New("devserver: a certificate needs a host name or an IP address")
	}
	ca.mu.Lock()
	defer ca.mu.Unlock()
	if leaf, ok := ca.leaves[name]; ok {
		return leaf, nil
	}
	leaf, err := ca.issue(name)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("devserver: making a certificate for %q: %w", name, err)
	}
	if len(ca.leaves) == maxCertificates {
		clear(ca.leaves)
	}
	ca.leaves[name] = leaf
	return leaf, nil
}

func (ca *CA) issue(name string) (tls.Certificate, error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{Organization: []string{"unisocket development server"}},
		NotBefore:   ca.certificate.NotBefore,
		NotAfter:    ca.certificate.NotAfter,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		template.IPAddresses = []net.IP{ip.WithZone("").AsSlice()}
	} else {
		template.DNSNames = []string{name}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := sign(template, ca.certificate, key, ca.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	return tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: key, Leaf: leaf}, nil
}

func sign(template, parent *x509.Certificate, subject, issuer *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &subject.PublicKey, issuer)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// Pool returns a new pool that holds the authority alone.
func (ca *CA) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(ca.certificate)
	return pool
}

// PEM returns the authority's certificate, for a client in another process.
func (ca *CA) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.certificate.Raw})
}

// forClient is a tls.Config's GetCertificate. A client that dials an IP address
// names nobody (RFC 6066, section 3): it gets the address that it dialed.
func (ca *CA) forClient(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := hello.ServerName
	if name == "" {
		host, _, err := net.SplitHostPort(hello.Conn.LocalAddr().String())
		if err != nil {
			return nil, errors.New("devserver: the client named no host, and its connection has no IP address")
		}
		name = host
	}
	certificate, err := ca.Certificate(name)
	return &certificate, err
}
