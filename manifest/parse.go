package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tailscale/hujson"
)

// maxComposites bounds the objects and arrays of a manifest, and so how deep the
// parser recurses: it has no bound of its own, and a Go stack that overflows
// cannot be recovered from.
const maxComposites = 10_000

// Parse reads a manifest. Comments, trailing commas and a UTF-8 byte order mark
// are allowed (item 97); of a key that is given twice the last counts, as in
// JSON.parse; unknown keys are ignored, and a null counts as not given. Every
// error is an [*Error] whose Path is name.
func Parse(name string, data []byte) (*Manifest, error) {
	r := reader{name: name, data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	root, err := r.parse()
	if err != nil {
		return nil, err
	}
	m := &Manifest{Path: name, About: r.about(root)}
	if m.VueVersion, err = r.vueVersion(root); err != nil {
		return nil, err
	}
	timeout, err := r.networkTimeout(root)
	if err != nil {
		return nil, err
	}
	if timeout != nil {
		m.NetworkTimeout = *timeout
	}
	if m.Nodes, err = r.nodes(root); err != nil {
		return nil, err
	}
	m.comma = r.comma
	return m, nil
}

// reader keeps the source of a manifest, so that errors can point into it.
type reader struct {
	name string
	data []byte // without the byte order mark

	comma *Error // see trailingComma
}

// parse returns the one object that a manifest is.
func (r *reader) parse() (*object, error) {
	if at := invalidUTF8(r.data); at >= 0 {
		return nil, r.errorAt(at, "the file is not UTF-8", "save it as UTF-8")
	}
	if n := bytes.Count(r.data, []byte("{")) + bytes.Count(r.data, []byte("[")); n > maxComposites {
		return nil, r.errorAt(0,
			fmt.Sprintf("%d objects and arrays are more than any manifest has", n),
			"check that this is the manifest.json of a uni-app project")
	}
	// hujson wants a line comment to end with a line end, also in the last line.
	root, err := hujson.Parse(slices.Concat(r.data, []byte("\n")))
	if err != nil {
		return nil, r.syntaxError(err)
	}
	node, ok := root.Value.(*hujson.Object)
	if !ok {
		return nil, r.refuse(value{"", root.StartOffset, root.Value}, "an object", "the manifest is one object: { … }")
	}
	r.comma = r.trailingComma(root)
	return &object{"", node}, nil
}

func (r *reader) about(root *object) About {
	text := func(key string, kinds string) string {
		v, _ := root.member(key)
		if lit, ok := v.json.(hujson.Literal); ok && strings.ContainsRune(kinds, rune(lit.Kind())) {
			return lit.String()
		}
		return ""
	}
	return About{text("appid", `"`), text("name", `"`), text("versionName", `"`), text("versionCode", `"0`)}
}

func (r *reader) vueVersion(root *object) (int, error) {
	v, ok := root.member("vueVersion")
	if !ok {
		return 0, nil
	}
	if lit, ok := v.json.(hujson.Literal); ok && lit.Kind() == '"' {
		switch lit.String() {
		case "2":
			return 2, nil
		case "3":
			return 3, nil
		}
	}
	return 0, r.refuse(v, `"2" or "3"`, "write one of them as a string or leave the key out")
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
