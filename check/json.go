package check

import (
	"encoding/json"
	"io"
)

// WriteJSON writes the reports as one JSON object, {"scripts": [...]}. Each of its
// elements is a [Report]; the names of its fields and those of all types below it
// are stable. A [Result] has the field "seconds" besides, a number. Lists are
// never null.
func (rs Reports) WriteJSON(w io.Writer) error {
	if rs == nil {
		rs = Reports{}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(struct {
		Scripts Reports `json:"scripts"`
	}{rs})
}

// MarshalJSON adds the duration, in seconds.
func (r Result) MarshalJSON() ([]byte, error) {
	type plain Result // without this method
	return json.Marshal(struct {
		plain
		Seconds float64 `json:"seconds"`
	}{plain(r), r.Duration.Seconds()})
}
