package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/tailscale/hujson"
)

// platformKeys are the nodes that Manifest.Platforms keeps (section 5).
var platformKeys = []string{
	"app-plus", "app-harmony", "h5", "web",
	"mp-weixin", "mp-alipay", "mp-baidu", "mp-toutiao", "mp-lark",
	"mp-qq", "mp-kuaishou", "mp-jd", "mp-xhs", "mp-harmony",
}

// maxComposites bounds the objects and arrays of a manifest, and so how deep the
// parser recurses: it has no bound of its own, and a Go stack that overflows
// cannot be recovered from.
const maxComposites = 10_000

// Parse reads a manifest. Comments, trailing commas and a UTF-8 byte order mark
// are allowed; of a key that is given twice the last counts, as in JSON.parse;
// unknown keys are ignored. A null in place of an object counts as not given.
// Every error is an [*Error] whose Path is name.
func Parse(name string, data []byte) (*Manifest, error) {
	r := reader{name: name, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	root, err := r.parse()
	if err != nil {
		return nil, err
	}
	object, ok := root.Value.(*hujson.Object)
	if !ok {
		return nil, r.errorAt(root.StartOffset, "want an object, got "+describe(root),
			"the manifest is one object: { … }")
	}

	m := &Manifest{Path: name}
	if m.VueVersion, err = r.vueVersion(object); err != nil {
		return nil, err
	}
	if m.NetworkTimeout, err = r.networkTimeout(object); err != nil {
		return nil, err
	}
	for _, key := range platformKeys {
		node, err := r.object(object, key)
		if err != nil {
			return nil, err
		}
		if node == nil {
			continue
		}
		if m.Platforms == nil {
			m.Platforms = make(map[string]json.RawMessage)
		}
		standard := hujson.Value{Value: node}.Clone()
		standard.Standardize()
		m.Platforms[key] = json.RawMessage(standard.Pack())
	}
	return m, nil
}

// reader keeps the source of a manifest, so that errors can point into it.
type reader struct {
	name string
	data []byte // without the byte order mark
}

func (r *reader) parse() (hujson.Value, error) {
	if at := invalidUTF8(r.data); at >= 0 {
		return hujson.Value{}, r.errorAt(at, "the file is not UTF-8", "save it as UTF-8")
	}
	if n := bytes.Count(r.data, []byte("{")) + bytes.Count(r.data, []byte("[")); n > maxComposites {
		return hujson.Value{}, r.errorAt(0,
			fmt.Sprintf("%d objects and arrays are more than any manifest has", n),
			"check that this is the manifest.json of a uni-app project")
	}
	// hujson wants a line comment to end with a line end, also in the last line.
	root, err := hujson.Parse(slices.Concat(r.data, []byte("\n")))
	if err != nil {
		return hujson.Value{}, r.syntaxError(err)
	}
	return root, nil
}

func (r *reader) vueVersion(root *hujson.Object) (int, error) {
	value, ok := member(root, "vueVersion")
	if !ok {
		return 0, nil
	}
	if lit, ok := value.Value.(hujson.Literal); ok && lit.Kind() == '"' {
		switch lit.String() {
		case "2":
			return 2, nil
		case "3":
			return 3, nil
		}
	}
	return 0, r.errorAt(value.StartOffset, `vueVersion: want "2" or "3", got `+describe(value),
		"write one of them as a string or leave the key out")
}

func (r *reader) networkTimeout(root *hujson.Object) (t NetworkTimeout, err error) {
	node, err := r.object(root, "networkTimeout")
	if node == nil || err != nil {
		return t, err
	}
	for _, field := range []struct {
		key string
		to  *time.Duration
	}{
		{"request", &t.Request},
		{"connectSocket", &t.ConnectSocket},
		{"uploadFile", &t.UploadFile},
		{"downloadFile", &t.DownloadFile},
	} {
		value, ok := member(node, field.key)
		if !ok {
			continue
		}
		if *field.to, err = r.milliseconds(value, "networkTimeout."+field.key); err != nil {
			return NetworkTimeout{}, err
		}
	}
	return t, nil
}

// milliseconds reads a timeout: a timer of JavaScript takes a positive int32.
func (r *reader) milliseconds(value hujson.Value, key string) (time.Duration, error) {
	want := "a number of milliseconds"
	if lit, ok := value.Value.(hujson.Literal); ok && lit.Kind() == '0' {
		// By value, as JSON.parse: 6e4 is 60000. Out of range gives ±Inf.
		n, _ := strconv.ParseFloat(string(lit), 64)
		switch {
		case n <= 0:
			want = "a positive number of milliseconds"
		case n > math.MaxInt32:
			want = fmt.Sprintf("at most %d milliseconds", math.MaxInt32)
		case n != math.Trunc(n):
			want = "a whole number of milliseconds"
		default:
			return time.Duration(n) * time.Millisecond, nil
		}
	}
	return 0, r.errorAt(value.StartOffset, fmt.Sprintf("%s: want %s, got %s", key, want, describe(value)),
		fmt.Sprintf("write a whole number from 1 to %d, such as 60000, or leave the key out", math.MaxInt32))
}

// object returns the object that parent holds under key, nil if it has none or null.
func (r *reader) object(parent *hujson.Object, key string) (*hujson.Object, error) {
	value, ok := member(parent, key)
	if !ok {
		return nil, nil
	}
	switch node := value.Value.(type) {
	case *hujson.Object:
		return node, nil
	case hujson.Literal:
		if node.Kind() == 'n' {
			return nil, nil
		}
	}
	return nil, r.errorAt(value.StartOffset, fmt.Sprintf("%s: want an object, got %s", key, describe(value)),
		"write { … } or leave the key out")
}

func (r *reader) errorAt(offset int, problem, advice string) *Error {
	return newError(r.name, r.data, offset, problem, advice)
}

// syntaxError takes the position out of the text of hujson's error, which keeps
// it nowhere else, as line and column in bytes.
func (r *reader) syntaxError(err error) *Error {
	line, column := 1, 1
	fmt.Sscanf(err.Error(), "hujson: line %d, column %d:", &line, &column)
	lineStart := 0
	for range line - 1 {
		end := bytes.IndexByte(r.data[lineStart:], '\n')
		if end < 0 {
			lineStart = len(r.data)
			break
		}
		lineStart += end + 1
	}
	offset := lineStart + column - 1

	cause := errors.Unwrap(err)
	var problem string
	switch {
	case !errors.Is(cause, io.ErrUnexpectedEOF):
		problem = "this is not JSON: " + clip(cause.Error())
	case offset < len(r.data) && r.data[offset] == '/':
		problem = "this comment is not closed"
	default:
		offset = len(bytes.TrimRight(r.data, " \t\r\n"))
		problem = "this is not JSON: it ends too early"
	}
	return r.errorAt(offset, problem, "correct it; comments and a comma after the last member are allowed")
}

// member returns the last value that object holds under name, as JSON.parse does.
func member(object *hujson.Object, name string) (hujson.Value, bool) {
	for _, m := range slices.Backward(object.Members) {
		if m.Name.Value.(hujson.Literal).String() == name {
			return m.Value, true
		}
	}
	return hujson.Value{}, false
}

// describe names a value in an error: literals as written, the rest by kind.
func describe(value hujson.Value) string {
	switch v := value.Value.(type) {
	case hujson.Literal:
		return clip(string(v))
	case *hujson.Array:
		return "an array"
	default:
		return "an object"
	}
}

// clip makes a text that came out of the file fit for one line of an error.
func clip(s string) string {
	const limit = 80
	runes := []rune(printable(s))
	if len(runes) <= limit {
		return string(runes)
	}
	return string(runes[:limit]) + "…"
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}
