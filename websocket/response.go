package websocket

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
)

const (
	defaultMaxHeaderBytes = 64 << 10
	maxInterim            = 5    // responses before the one that counts
	maxErrorBody          = 1024 // of a refused handshake, kept for the caller
)

// responseReader reads HTTP responses whose headers together are limited, and
// what comes behind them.
type responseReader struct {
	*bufio.Reader
	limit *limitedReader
}

func newResponseReader(r io.Reader, maxHeaderBytes int) *responseReader {
	if maxHeaderBytes <= 0 {
		maxHeaderBytes = defaultMaxHeaderBytes
	}
	limit := &limitedReader{r: r, n: int64(maxHeaderBytes)}
	return &responseReader{bufio.NewReader(limit), limit}
}

// read returns the first response to method that is final or switches protocols;
// interim ones (RFC 9110, section 15.2) are passed over, a few of them. The
// body, where there is one, is for the caller to limit.
func (r *responseReader) read(method string) (*http.Response, error) {
	for range maxInterim {
		resp, err := http.ReadResponse(r.Reader, &http.Request{Method: method})
		if err != nil {
			return nil, err
		}
		if resp.StatusCode >= 200 || resp.StatusCode == http.StatusSwitchingProtocols {
			r.limit.n = math.MaxInt64
			return resp, nil
		}
	}
	return nil, fmt.Errorf("more than %d interim responses", maxInterim)
}

// early are the bytes behind the header that the reader holds already.
func (r *responseReader) early() []byte {
	b, _ := r.Peek(r.Buffered())
	return b
}

// limitedReader is io.LimitedReader with an error of its own at the limit.
type limitedReader struct {
	r io.Reader
	n int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.n <= 0 {
		return 0, errHeaderTooLong
	}
	if int64(len(p)) > l.n {
		p = p[:l.n]
	}
	n, err := l.r.Read(p)
	l.n -= int64(n)
	return n, err
}

// settle judges a response by RFC 6455, section 4.1, and returns what was
// agreed. The error is the sentence of a HandshakeError.
func (q *request) settle(resp *http.Response) (subprotocol string, deflate *deflateParams, err error) {
	switch {
	case resp.StatusCode != http.StatusSwitchingProtocols:
		return "", nil, fmt.Errorf("the server answered %q where 101 was due", resp.Status)
	case !resp.ProtoAtLeast(1, 1):
		return "", nil, fmt.Errorf("the server speaks %s, which has no upgrades", resp.Proto)
	}
	if err := upgradesToWebSocket(resp.Header); err != nil {
		return "", nil, err
	}
	switch accept := resp.Header.Values(fieldAccept); {
	case len(accept) != 1:
		return "", nil, fmt.Errorf("the response has %d %s fields where one is due", len(accept), fieldAccept)
	case accept[0] != acceptValue(q.key):
		return "", nil, fmt.Errorf("%s is %q, which does not answer the key of the request", fieldAccept, accept[0])
	}
	if subprotocol, err = q.settleSubprotocol(resp.Header.Values(fieldProtocol)); err != nil {
		return "", nil, err
	}
	answer, err := parseExtensions(resp.Header.Values(fieldExtensions))
	if err != nil {
		return "", nil, err
	}
	deflate, err = q.opts.Compression.settleAnswer(answer)
	return subprotocol, deflate, err
}

func (q *request) settleSubprotocol(selected []string) (string, error) {
	offered := q.opts.Subprotocols
	switch {
	case len(selected) > 1:
		return "", fmt.Errorf("the server selected several subprotocols, %q", selected)
	case len(selected) == 1 && !slices.Contains(offered, selected[0]):
		return "", fmt.Errorf("the server selected the subprotocol %q; offered were %q", selected[0], offered)
	case len(selected) == 1:
		return selected[0], nil
	case len(offered) > 0 && q.opts.RequireSubprotocol:
		return "", fmt.Errorf("the server selected none of the subprotocols %q", offered)
	}
	return "", nil
}

// failure makes the HandshakeError of a response, reading the beginning of its
// body as far as that comes.
func (q *request) failure(resp *http.Response, reason error) *HandshakeError {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	return &HandshakeError{
		URL:        q.target.String(),
		StatusCode: resp.StatusCode,
		Status:     resp.Status,
		Header:     resp.Header,
		Body:       body,
		Reason:     reason.Error(),
	}
}
