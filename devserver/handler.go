package devserver

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/tabwriter"
)

// ServeHTTP answers a request as the endpoint of its path does. For /reset that
// is a panic with http.ErrAbortHandler, by which net/http cuts a connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		http.Error(w, "the server is closing", http.StatusServiceUnavailable)
		return
	}
	defer s.handlers.Done()
	s.report(eventOf(Request, r))
	plain := isPlain(r)
	if plain && share(w, r) {
		return
	}
	e := endpointAt(r.URL.Path)
	switch {
	case plain && r.URL.Path == "/" && r.Method == http.MethodGet:
		showIndex(w)
	case plain && (e.Path == elsewhere.Path || e.Path == "/echo"):
		describe(w, r, http.StatusOK)
	default:
		e.serve(s, w, r)
	}
}

// showIndex tells somebody who came with a browser what there is.
func showIndex(w http.ResponseWriter) {
	var page strings.Builder
	page.WriteString("This is unisocket's development server. It speaks WebSocket, ws and wss, and answers plain requests, http and https:\n\n")
	columns := tabwriter.NewWriter(&page, 0, 0, 2, ' ', 0)
	for _, e := range Endpoints() {
		fmt.Fprintf(columns, "%s\t%s\n", e.Path, e.About)
	}
	columns.Flush()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	io.WriteString(w, page.String())
}
