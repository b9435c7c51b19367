package platform

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/Masterminds/semver/v3"
)

// change is what was otherwise in the versions before one.
type change struct {
	before string // the first version that is as the newest
	what   string // for the table
	source string
	edit   func(n *Native, l *Layer, p *Platform)
}

// at is p as it was in a version.
func (p *Platform) at(version string) (*Platform, error) {
	if p.VersionOf == "" {
		return nil, fmt.Errorf("platform %s has no versions: leave @%s out", p.Name, version)
	}
	// HBuilderX has a date as a fourth part, which decides nothing.
	parts := strings.SplitN(version, ".", 4)
	v, err := semver.NewVersion(strings.Join(parts[:min(len(parts), 3)], "."))
	if err != nil || len(parts) == 4 && strings.Trim(parts[3], "0123456789") != "" {
		example := "3.0.0"
		if len(p.changes) > 0 {
			example = p.changes[0].before
		}
		return nil, fmt.Errorf("%s@%s: %q is no version of %s: want one such as %s@%s", p.Name, version, version, p.VersionOf, p.Name, example)
	}
	if p.first != "" && v.LessThan(semver.MustParse(p.first)) {
		return nil, fmt.Errorf("%s@%s: there is Vue %d there since %s %s", p.Name, version, p.Vue, p.VersionOf, p.first)
	}
	native, layer, old := *p.Native, *p.Layer, *p
	old.Version, old.Native, old.Layer = version, &native, &layer
	for _, c := range p.changes {
		if v.LessThan(semver.MustParse(c.before)) {
			c.edit(&native, &layer, &old)
		}
	}
	return &old, nil
}

// Changes says what was otherwise in older versions, the newest change first, each
// with its source.
func (p *Platform) Changes() []Fact {
	var facts []Fact
	for _, c := range p.changes {
		facts = append(facts, Fact{Topic: "before " + c.before, Value: c.what, Source: c.source})
	}
	return facts
}

// without is fields but some.
func without(fields []Field, out ...Field) []Field {
	return slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return slices.Contains(out, f) })
}

// Changes that H5 and App share.
var (
	bareClose = change{"3.7.12", "close events have neither code nor reason", "§2.4, #43",
		func(_ *Native, l *Layer, _ *Platform) { l.CloseFields = nil }}
	shortTimeout = change{"2.5.10", "networkTimeout.connectSocket is 6000 ms unless given", "#98",
		func(_ *Native, _ *Layer, p *Platform) { p.connectTimeout = 6 * time.Second }}
)
