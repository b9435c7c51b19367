package launch

import (
	"fmt"
	"strings"
)

// BreakText says in a line why a socket broke, as core.Config.Broke is told it.
func BreakText(task int, url string, cause error) string {
	text := strings.TrimPrefix(cause.Error(), "websocket: ")
	if url != "" && !strings.Contains(text, "://") { // errors of dialing name the URL themselves
		text = url + ": " + text
	}
	return fmt.Sprintf("#%d: %s", task, text)
}
