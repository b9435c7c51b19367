// Package platform describes how uni-app's platforms treat sockets: data that
// the rest of the project reads, so that no code asks for a platform by name.
//
// A platform is a pair. Its [Native] is what the socket beneath does: a
// browser's WebSocket, the App's plugin, a vendor's task. Its [Layer] is what
// uni's own JavaScript does above it: which listeners run in which order, when
// success fires, what a failure says. Every value names its source, a section
// of docs/behaviour.md ("§3.6"), a number of the checklist in its section 7
// ("#63") or a recording in testdata/golden.
package platform

import (
	"fmt"
	"strings"
)

// Platform is one platform with one of its layers.
type Platform struct {
	Name   string // as in -p: "h5"
	Title  string
	Vue    int // the version of Vue that the layer belongs to; 0 where there is none
	Native *Native
	Layer  *Layer
}

// all lists the platforms; the first of a name is its default.
var all = []*Platform{&h5, &h5Vue2, &app, &appVue2, &standard}

// H5 and Standard are the defaults of the command line and of the Go package.
func H5() *Platform { return &h5 }

// Standard is the documented contract, for Go callers who name no platform.
func Standard() *Platform { return &standard }

// Names lists the platforms.
func Names() []string {
	var names []string
	for _, p := range all {
		if len(names) == 0 || names[len(names)-1] != p.Name {
			names = append(names, p.Name)
		}
	}
	return names
}

// Lookup finds a platform by its name and Vue version; 0 stands for the newest.
func Lookup(name string, vue int) (*Platform, error) {
	var versions []string
	for _, p := range all {
		if p.Name != name {
			continue
		}
		if vue == 0 || p.Vue == vue || p.Vue == 0 {
			return p, nil
		}
		versions = append(versions, fmt.Sprint(p.Vue))
	}
	if versions != nil {
		return nil, fmt.Errorf("platform %s is not there for Vue %d yet: there is Vue %s", name, vue, strings.Join(versions, ", "))
	}
	return nil, fmt.Errorf("there is no platform %q: there are %s", name, strings.Join(Names(), ", "))
}
