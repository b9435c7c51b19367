package devserver

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// What the server answers to requests that are no handshakes: for uni.request, fetch
// and XMLHttpRequest beside the socket.

// maxPlainBody bounds the body of a request that is echoed.
const maxPlainBody = 16 << 20

// isPlain reports whether a request is no handshake.
func isPlain(r *http.Request) bool { return r.Header.Get("Upgrade") == "" }

// privatePath is where no page of another origin reads the answer, nor is let ask.
const privatePath = "/private"

// share lets every page read the answers, with cookies: there is nothing here to
// protect. It reports whether the request was a preflight, which is answered.
func share(w http.ResponseWriter, r *http.Request) (preflight bool) {
	origin := r.Header.Get("Origin")
	if origin == "" || r.URL.Path == privatePath {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Set("Access-Control-Expose-Headers", "*")
	h.Add("Vary", "Origin")
	method := r.Header.Get("Access-Control-Request-Method")
	if r.Method != http.MethodOptions || method == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", method)
	h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
	w.WriteHeader(http.StatusNoContent)
	return true
}

func describe(w http.ResponseWriter, r *http.Request, status int) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPlainBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	answer := struct {
		Method string            `json:"method"`
		URL    string            `json:"url"`
		Header map[string]string `json:"header"` // names in lower case
		Body   string            `json:"body"`
		Base64 bool              `json:"base64,omitempty"` // Body is not text, and in base64
	}{Method: r.Method, URL: scheme(r) + "://" + r.Host + r.URL.RequestURI(), Header: map[string]string{}, Body: string(body)}
	for name, values := range r.Header {
		answer.Header[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	if !utf8.Valid(body) {
		answer.Body, answer.Base64 = base64.StdEncoding.EncodeToString(body), true
	}
	text, _ := json.Marshal(answer) // of strings alone
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	w.Write(text)
}

func scheme(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// statusPath is followed by a status.
const statusPath = "/status/"

// answerStatus answers with the status that the path names.
func answerStatus(_ *Server, w http.ResponseWriter, r *http.Request) {
	status, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, statusPath))
	if err != nil || status < 200 || status > 599 {
		http.Error(w, "the path names no status from 200 to 599, such as "+statusPath+"404", http.StatusBadRequest)
		return
	}
	describe(w, r, status)
}

func answerPrivately(_ *Server, w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	describe(w, r, http.StatusOK)
}

// The events of /events.
const (
	eventCount    = 3
	eventInterval = 50 * time.Millisecond
)

// sendEvents sends server-sent events (HTML, section 9.2), from the one after
// Last-Event-ID on.
func sendEvents(s *Server, w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	last, _ := strconv.Atoi(r.Header.Get("Last-Event-ID"))
	flush := http.NewResponseController(w).Flush
	for id := last + 1; id <= last+eventCount; id++ {
		fmt.Fprintf(w, "id: %d\ndata: event %d\n\n", id, id)
		if flush() != nil {
			return
		}
		select {
		case <-time.After(eventInterval):
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
	}
}
