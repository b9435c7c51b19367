// Package manifest reads what concerns sockets in a uni-app project's
// manifest.json: the network timeouts, the Vue version and, kept as they stand,
// the nodes of the platforms (docs/behaviour.md, section 5).
//
// [Find] looks for the file from a script's folder upwards, [Load] and [Parse]
// read it into a [Manifest], and [*Error] points at the place of a mistake.
package manifest

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// DefaultTimeout is what each of networkTimeout's values is when it is not
// given: 60000 ms, since HBuilderX 2.5.10.
const DefaultTimeout = 60 * time.Second

// Manifest is what sockets need of a manifest.json. The zero value is an empty
// manifest: it gives nothing, and every question has its default as the answer.
type Manifest struct {
	// Path is the name that was given to Parse or Load.
	Path string

	// VueVersion is 2 or 3, or 0 where the manifest does not say.
	VueVersion int

	// NetworkTimeout holds what the top level of the manifest gives.
	NetworkTimeout NetworkTimeout

	// Platforms holds the node of each platform that the manifest has, under the
	// manifest's own names ("mp-weixin", "h5", "web", "app-plus" …), as JSON
	// without comments and trailing commas.
	Platforms map[string]json.RawMessage
}

// NetworkTimeout holds the timeouts that a manifest gives; 0 is one that it does
// not give. H5 and App merge the defaults in ([NetworkTimeout.WithDefaults]),
// mini programs get the object as it stands.
type NetworkTimeout struct {
	Request       time.Duration
	ConnectSocket time.Duration
	UploadFile    time.Duration
	DownloadFile  time.Duration
}

// WithDefaults returns t with DefaultTimeout for each value that is not given.
func (t NetworkTimeout) WithDefaults() NetworkTimeout {
	for _, value := range []*time.Duration{&t.Request, &t.ConnectSocket, &t.UploadFile, &t.DownloadFile} {
		if *value == 0 {
			*value = DefaultTimeout
		}
	}
	return t
}

// ConnectTimeout is networkTimeout.connectSocket, or DefaultTimeout where m is
// nil or does not give it. Whether a platform keeps to it is the platform's
// (section 3.7).
func (m *Manifest) ConnectTimeout() time.Duration {
	if m == nil {
		return DefaultTimeout
	}
	return m.NetworkTimeout.WithDefaults().ConnectSocket
}

// Load reads the manifest at path. A file that cannot be read gives an error
// that wraps the *fs.PathError, a mistake in it an [*Error].
func Load(path string) (*Manifest, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the manifest cannot be read: %w", err)
	}
	return Parse(path, data)
}
