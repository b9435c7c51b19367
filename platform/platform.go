// Package platform describes how uni-app's platforms treat sockets: data that
// the rest of the project reads, so that no code asks for a platform by name.
//
// A platform is a pair. Its [Native] is what the socket beneath does: a
// browser's WebSocket, the App's plugin, a vendor's task. Its [Layer] is what the
// JavaScript above it does: which listeners run in which order, when success
// fires, what a failure says. On H5 and App that is uni's own; on a mini program it
// is the vendor's, and uni is a [Wrapper] over it.
//
// Every value names its source, a section of docs/behaviour.md ("§3.6"), a number
// of the checklist in its section 7 ("#63") or a recording in testdata/golden.
// What differs in older versions is a list of changes to the newest one, and
// [Platform.Facts] puts all of it into a table.
package platform

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Platform is one platform with one of its layers.
type Platform struct {
	Name  string // as in -p, without a version: "h5"
	Title string // for people: "微信小程序"
	Vue   int    // the version of Vue that the layer belongs to; 0 where there is none

	// Version is the one asked for, "" for the newest; VersionOf says whose
	// versions they are: "HBuilderX", "base library".
	Version, VersionOf string

	Native *Native
	Layer  *Layer
	// Bare, where not nil, is the layer of a script that uses the native itself.
	Bare *Layer
	// Wrapper is not nil on a mini program: there Layer is the vendor's object.
	Wrapper *Wrapper

	// Node is the platform's key in manifest.json.
	Node string
	// X: it is one of uni-app x.
	X bool
	// Browser: scripts run in a browser and have its globals.
	Browser bool
	// NoBrowser: the names of a browser's globals are declared and undefined.
	NoBrowser bool

	connectTimeout time.Duration // see ConnectTimeoutDefault
	sources        Sources
	changes        []change
	first          string // the first version that there is; "" is any
}

// String is the platform as one would ask for it: "mp-weixin@1.6.0 (Vue 2)".
func (p *Platform) String() string {
	name := p.Name
	if p.Version != "" {
		name += "@" + p.Version
	}
	if p.Vue == 2 {
		name += " (Vue 2)"
	}
	return name
}

// ConnectTimeoutDefault is networkTimeout.connectSocket where the manifest does not
// give it (#98).
func (p *Platform) ConnectTimeoutDefault() time.Duration {
	return cmp.Or(p.connectTimeout, time.Minute)
}

// all lists the platforms; the first of a name is its default.
var all = slices.Concat(
	[]*Platform{&h5, &h5Vue2, &app, &appVue2, &appHarmony, &appAndroid, &appIOS},
	miniPrograms(),
	[]*Platform{&standard},
)

// All lists the newest version of every platform with each of its layers, in the
// order of the documentation.
func All() []*Platform { return slices.Clone(all) }

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

// Lookup finds a platform by its name, which may end in @ and a version, and its
// Vue version; 0 stands for the newest that there is.
func Lookup(name string, vue int) (*Platform, error) {
	name, version, versioned := strings.Cut(name, "@")
	if vue != 0 && vue != 2 && vue != 3 {
		return nil, fmt.Errorf("there is no Vue %d: there is Vue 2 and Vue 3", vue)
	}
	var vues []string
	var tooOld error
	for _, p := range all {
		if p.Name != name {
			continue
		}
		if vue != 0 && p.Vue != vue && p.Vue != 0 {
			vues = append(vues, strconv.Itoa(p.Vue))
			continue
		}
		if !versioned {
			return p, nil
		}
		at, err := p.at(version)
		if err == nil {
			return at, nil
		}
		if tooOld == nil {
			tooOld = err
		}
	}
	switch {
	case tooOld != nil:
		return nil, tooOld
	case vues != nil:
		return nil, fmt.Errorf("platform %s is not there for Vue %d: there is Vue %s", name, vue, strings.Join(vues, ", "))
	}
	return nil, fmt.Errorf("there is no platform %q: there are %s", name, strings.Join(Names(), ", "))
}

// Shared is the platform for n apps that count as one: what limits the sockets of an app
// is n times as high.
func (p *Platform) Shared(n int) *Platform {
	shared, native := *p, *p.Native
	native.Policy.Sockets *= n
	native.Policy.Single *= n
	shared.Native = &native
	return &shared
}
