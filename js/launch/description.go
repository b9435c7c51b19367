package launch

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"

	"github.com/unisocket/uni/manifest"
)

// Description are Options as JSON, with what is to be done: what a bundle says of its app,
// and what a script that makes an app says.
type Description struct {
	// Platform, Vue, Page, Allow and URLCheck are those of Options. Mode is "production", the
	// default, or "development". Manifest is the text of a manifest.json, as a string, or
	// what is in it.
	Platform string          `json:"platform,omitempty"`
	Vue      int             `json:"vue,omitempty"`
	Mode     string          `json:"mode,omitempty"`
	Manifest json.RawMessage `json:"manifest,omitempty"`
	Page     string          `json:"page,omitempty"`
	Header   Header          `json:"header,omitempty"`
	Allow    []string        `json:"allow,omitempty"`
	URLCheck *bool           `json:"urlCheck,omitempty"`

	// Diagnostics is whether portability problems are told of; they are unless it is false.
	Diagnostics *bool `json:"diagnostics,omitempty"`

	// Tags go with every sample, and Ping is how often a socket is asked whether it is there.
	Tags map[string]string `json:"tags,omitempty"`
	Ping Duration          `json:"ping,omitempty"`

	Session
}

// Session is what a whole script may be told beside.
type Session struct {
	// Args is what it finds in scriptArgs. For is how long it may run before its sockets
	// are closed; 0 leaves that to it.
	Args []string `json:"args,omitempty"`
	For  Duration `json:"for,omitempty"`

	// Query is that of the launch, without a question mark; Decline has dialogs cancelled.
	Query   string `json:"query,omitempty"`
	Decline bool   `json:"decline,omitempty"`

	// Path is the page that the script is or opens, Pages are all that its project has.
	Path  string   `json:"path,omitempty"`
	Pages []string `json:"pages,omitempty"`
}

// Header is a http.Header whose values may be given alone or in a list.
type Header http.Header

// UnmarshalJSON reads an object.
func (h *Header) UnmarshalJSON(data []byte) error {
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		return errors.New("want an object of names and values")
	}
	*h = Header{}
	for name, v := range fields {
		values, ok := v.([]any)
		if !ok {
			values = []any{v}
		}
		for _, v := range values {
			text, ok := v.(string)
			switch {
			case !ok:
				return fmt.Errorf("the value of %s is no string", name)
			case !httpguts.ValidHeaderFieldName(name):
				return fmt.Errorf("%q is no header name", name)
			case !httpguts.ValidHeaderFieldValue(text):
				return fmt.Errorf("the value of %s holds CR, LF or another control character", name)
			}
			(*h)[name] = append((*h)[name], text)
		}
	}
	return nil
}

// Duration is a time such as "500ms", "10s" or "1m30s", or a number of milliseconds; 0 is none.
type Duration time.Duration

// MarshalText writes the first form.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalJSON reads both.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	parsed, err := time.Duration(-1), error(nil)
	switch v := v.(type) {
	case string:
		parsed, err = time.ParseDuration(v)
	case float64:
		parsed = time.Duration(v * float64(time.Millisecond))
	}
	if err != nil || parsed < 0 {
		return fmt.Errorf(`%s is no time: want one such as "500ms", "10s" or "1m30s"`, data)
	}
	*d = Duration(parsed)
	return nil
}

// Read reads JSON into a pointer to a Description or a Session and refuses what has no
// place there. Its errors are of type *OptionError.
func Read(data []byte, into any) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return &OptionError{"options:", "want an object"}
	}
	known := places(reflect.ValueOf(into).Elem())
	for name, value := range fields {
		place, ok := known[name]
		if !ok {
			names := slices.Sorted(keys(known))
			return &OptionError{name, "is unknown: there are " + strings.Join(names, ", ")}
		}
		if string(value) == "null" {
			continue // as where it is not given
		}
		place.SetZero() // or lists and maps would be written into those that others have
		if err := json.Unmarshal(value, place.Addr().Interface()); err != nil {
			if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
				err = fmt.Errorf("%s is of the wrong type: want %s", bytes.TrimSpace(value), kindOf(place.Type()))
			}
			return &OptionError{name + ":", err.Error()}
		}
	}
	return nil
}

// places are the fields of a structure by their names in JSON.
func places(v reflect.Value) map[string]reflect.Value {
	all := map[string]reflect.Value{}
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.Anonymous {
			for name, place := range places(v.Field(i)) {
				all[name] = place
			}
		} else {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			all[name] = v.Field(i)
		}
	}
	return all
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range m {
			if !yield(name) {
				return
			}
		}
	}
}

// kindOf says in words what JSON a field takes.
func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a number"
	case reflect.Slice:
		return "a list of strings"
	case reflect.Map:
		return "an object of strings"
	}
	return "a string"
}

// App puts the app together that is described.
func (d *Description) App() (*App, error) {
	switch d.Mode {
	case "", "production", "development":
	default:
		return nil, &OptionError{"mode", fmt.Sprintf("%q: there is production and development", d.Mode)}
	}
	o := Options{
		Platform: d.Platform, Vue: d.Vue, Development: d.Mode == "development", Page: d.Page,
		Header: http.Header(d.Header), Allow: d.Allow, URLCheck: d.URLCheck,
	}
	if o.Platform == "" {
		o.Platform = "h5"
	}
	if len(d.Manifest) > 0 && string(d.Manifest) != "null" {
		text := []byte(d.Manifest)
		var quoted string
		if json.Unmarshal(text, &quoted) == nil {
			text = []byte(quoted)
		}
		var err error
		if o.Manifest, err = manifest.Parse("manifest", text); err != nil {
			return nil, err
		}
	}
	return New(o)
}

// Diagnoses reports whether portability problems are to be told of.
func (d *Description) Diagnoses() bool { return d.Diagnostics == nil || *d.Diagnostics }
