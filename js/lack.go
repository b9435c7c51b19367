package js

import "regexp"

// lacking are globals of ECMAScript and of browsers that the engine cannot have, and
// what a script can do about that.
var lacking = map[string]string{
	"SharedArrayBuffer": "The engine has one thread and no shared memory: use an ArrayBuffer.",
	"Atomics":           "The engine has one thread and no shared memory: plain reads and writes do.",
	"WebAssembly":       "The engine runs no WebAssembly: use a build of the package in plain JavaScript.",
	"Float16Array":      "The engine has no numbers of 16 bits: use a Float32Array.",
	"Temporal":          "The engine has no Temporal yet: use Date, or a package that brings it.",
}

var notDefined = regexp.MustCompile(`^ReferenceError: (\w+) is not defined`)

// lackOf is what to add to an error about a global that the engine lacks.
func lackOf(text string) string {
	if m := notDefined.FindStringSubmatch(text); m != nil && lacking[m[1]] != "" {
		return "\n" + lacking[m[1]]
	}
	return ""
}
