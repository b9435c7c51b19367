// Package manifest reads what concerns sockets in a uni-app project's
// manifest.json: the Vue version, the network timeouts, whether domains are
// checked and whether the page is served over https (docs/behaviour.md,
// section 5).
//
// [Find] looks for the file from a script's folder upwards, [Load] and [Parse]
// read it into a [Manifest], and [*Error] points at the place of a mistake. A
// manifest serves all platforms at once; what it says for one of them is asked
// with the name of that platform's node, as in [Manifest.ConnectTimeout].
package manifest

import (
	"fmt"
	"os"
)

// Manifest is what sockets need of a manifest.json. The zero value is an empty
// manifest: it gives nothing, and every question has its default as the answer.
// So it is with a nil *Manifest.
type Manifest struct {
	// Path is the name that was given to Parse or Load.
	Path string

	// About is what the manifest calls the app.
	About About

	// VueVersion is 2 or 3, or 0 where the manifest does not say.
	VueVersion int

	// NetworkTimeout holds what the top level of the manifest gives.
	NetworkTimeout NetworkTimeout

	// Nodes holds the nodes of H5 and the mini programs that the manifest has,
	// under its own names ("h5", "web", "mp-weixin" …).
	Nodes map[string]Node

	comma *Error // see CheckFor
}

// About is appid, name, versionName and versionCode of a manifest; "" where it does not
// give one as a text (versionCode may be a number).
type About struct {
	ID, Name, Version, VersionCode string
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
