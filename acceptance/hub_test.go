package acceptance

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/unisocket/uni/websocket"
)

// hub is what a SignalR client calls, in its JSON protocol over WebSocket.
func (s *goServer) hub(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		json.NewEncoder(w).Encode(map[string]any{
			"negotiateVersion": 1, "connectionId": "id", "connectionToken": "token",
			"availableTransports": []any{map[string]any{"transport": "WebSockets", "transferFormats": []string{"Text", "Binary"}}},
		})
		return
	}
	if r.URL.Query().Get("id") != "token" || r.URL.Query().Get("access_token") != "secret" {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	s.accept(w, r, func(c *websocket.Conn) {
		for {
			_, data, err := c.Read(context.Background())
			if err != nil {
				return
			}
			for _, record := range bytes.FieldsFunc(data, func(r rune) bool { return r == '\x1e' }) {
				if answer := answerOf(record); answer != nil {
					text, _ := json.Marshal(answer)
					c.Send(websocket.Text, append(text, '\x1e'))
				}
			}
		}
	})
}

// answerOf is what a hub answers to a message; nil is nothing.
func answerOf(record []byte) any {
	var m struct {
		Type         int
		Protocol     string
		InvocationID string `json:"invocationId"`
		Target       string
		Arguments    []any
	}
	if err := json.Unmarshal(record, &m); err != nil {
		return map[string]any{"type": 7, "error": err.Error()}
	}
	switch {
	case m.Protocol != "":
		return struct{}{}
	case m.Type == 6:
		return map[string]any{"type": 6}
	case m.Target == "add":
		sum := m.Arguments[0].(float64) + m.Arguments[1].(float64)
		return map[string]any{"type": 3, "invocationId": m.InvocationID, "result": sum}
	case m.Target == "fail":
		return map[string]any{"type": 3, "invocationId": m.InvocationID, "error": "it went wrong"}
	case m.Target == "say":
		return map[string]any{"type": 1, "target": "said", "arguments": m.Arguments}
	}
	return nil
}
