package websocket

import (
	"strings"
	"testing"
)

// deflateParameters are all ways to write an offer or an answer, as far as they
// differ: with and without each parameter, and windows small and large.
func deflateParameters(clientBits []string) (elements []string) {
	for _, serverReset := range []string{"", "; server_no_context_takeover"} {
		for _, clientReset := range []string{"", "; client_no_context_takeover"} {
			for _, serverBits := range []string{"", "; server_max_window_bits=8", "; server_max_window_bits=9", "; server_max_window_bits=15"} {
				for _, bits := range clientBits {
					elements = append(elements, "permessage-deflate"+serverReset+clientReset+serverBits+bits)
				}
			}
		}
	}
	return elements
}

// Category 13 has seven combinations of the parameters of permessage-deflate.
// Here are the others: every offer to a server, and every answer that a client
// which admits any may get.
func TestConformanceOfAllParameters(t *testing.T) {
	const size, fragment, count = 2000, 700, 3
	limits := []string{"", "; client_max_window_bits=8", "; client_max_window_bits=9", "; client_max_window_bits=15"}
	for _, offer := range deflateParameters(append(limits, "; client_max_window_bits")) {
		t.Run("offer"+strings.ReplaceAll(offer, "permessage-deflate", ""), func(t *testing.T) {
			t.Parallel()
			s := deflateSection{corpus: jsonCorpus, offer: offer}
			p, z := s.handshake(t, server)
			s.converse(t, p, z, size, fragment, count)
		})
	}
	for _, answer := range deflateParameters(limits) {
		t.Run("answer"+strings.ReplaceAll(answer, "permessage-deflate", ""), func(t *testing.T) {
			t.Parallel()
			s := deflateSection{corpus: jsonCorpus, answer: answer}
			p, z := s.handshake(t, client)
			s.converse(t, p, z, size, fragment, count)
		})
	}
}
