package manifest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/tailscale/hujson"
)

// DefaultTimeout is what each of networkTimeout's values is when it is not
// given: 60000 ms, since HBuilderX 2.5.10.
const DefaultTimeout = 60 * time.Second

// NetworkTimeout holds the timeouts that a manifest gives; 0 is one that it does
// not give.
type NetworkTimeout struct {
	Request       time.Duration
	ConnectSocket time.Duration
	UploadFile    time.Duration
	DownloadFile  time.Duration
}

// WithDefaults returns t with byDefault for each value that is not given.
func (t NetworkTimeout) WithDefaults(byDefault time.Duration) NetworkTimeout {
	for _, value := range []*time.Duration{&t.Request, &t.ConnectSocket, &t.UploadFile, &t.DownloadFile} {
		if *value == 0 {
			*value = byDefault
		}
	}
	return t
}

// ConnectTimeout is networkTimeout.connectSocket in what is built for the
// platform of a node: "h5", "app-plus", "app-harmony", "mp-weixin" and so on.
// Whether the platform keeps to it is the platform's (section 3.7).
//
// For H5 and App the top level is merged key by key over the defaults, each of
// them byDefault: [DefaultTimeout], or 6 s as before HBuilderX 2.5.10 (item 98).
// Their nodes cannot override it, and ok is true.
//
// For a mini program, whose node begins with "mp-", there are no defaults: the
// top level is copied as it stands, and a networkTimeout in the node replaces it
// whole (item 99). ok is false where that leaves no connectSocket, and then the
// vendor's own timeout rules.
func (m *Manifest) ConnectTimeout(node string, byDefault time.Duration) (d time.Duration, ok bool) {
	given := m.Timeouts(node, byDefault)
	return given.ConnectSocket, given.ConnectSocket != 0
}

// Timeouts are those of networkTimeout in what is built for the platform of a node,
// as ConnectTimeout has its; 0 leaves one to the vendor.
func (m *Manifest) Timeouts(node string, byDefault time.Duration) NetworkTimeout {
	var given NetworkTimeout
	if m != nil {
		given = m.NetworkTimeout
	}
	if !strings.HasPrefix(node, "mp-") {
		return given.WithDefaults(byDefault)
	}
	if own := m.node(node).NetworkTimeout; own != nil {
		given = *own
	}
	return given
}

// ConnectTimeoutGiven reports whether the manifest gives networkTimeout.connectSocket
// for the platform of a node.
func (m *Manifest) ConnectTimeoutGiven(node string) bool {
	d, ok := m.ConnectTimeout(node, -1)
	return ok && d != -1
}

// networkTimeout reads the timeouts of the top level or of a node; it returns
// nil where parent has none.
func (r *reader) networkTimeout(parent *object) (*NetworkTimeout, error) {
	node, err := r.object(parent, "networkTimeout")
	if node == nil || err != nil {
		return nil, err
	}
	t := new(NetworkTimeout)
	for _, field := range []struct {
		key string
		to  *time.Duration
	}{
		{"request", &t.Request},
		{"connectSocket", &t.ConnectSocket},
		{"uploadFile", &t.UploadFile},
		{"downloadFile", &t.DownloadFile},
	} {
		if *field.to, err = r.milliseconds(node, field.key); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// milliseconds reads a timeout: a timer of JavaScript takes a positive int32. It
// returns 0 where parent has none.
func (r *reader) milliseconds(parent *object, key string) (time.Duration, error) {
	v, ok := parent.member(key)
	if !ok {
		return 0, nil
	}
	want := "a number of milliseconds"
	if lit, ok := v.json.(hujson.Literal); ok && lit.Kind() == '0' {
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
	return 0, r.refuse(v, want,
		fmt.Sprintf("write a whole number from 1 to %d, such as 60000, or leave the key out", math.MaxInt32))
}
