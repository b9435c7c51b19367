package js

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/unisocket/uni/preprocess"
)

// packFormat is the version of what Pack writes; another one is refused.
const packFormat = 1

// packed is a program as it is kept.
type packed struct {
	Format   int               `json:"format"`
	File     string            `json:"file"`
	Platform string            `json:"platform"` // of the build
	Vue      int               `json:"vue"`
	Code     string            `json:"code"`    // with an inline source map
	Sources  map[string]string `json:"sources"` // for what shows a line of source
}

// Bundle reads a script and all that it imports, as Compile does, and returns it as JSON
// from which Unpack makes the program, in another process and without the files. Of cfg it
// takes what Compile does; Copies is 1.
func Bundle(cfg Config) ([]byte, error) {
	cfg.Copies = 1
	p, err := Compile(cfg) // what the engine refuses is to be known now
	if err != nil {
		return nil, err
	}
	return json.Marshal(packed{
		Format: packFormat, File: p.file, Platform: cfg.Build.Platform, Vue: cfg.Build.Vue,
		Code: strings.TrimSuffix(p.bundle.code, regexpWord), Sources: p.bundle.sources,
	})
}

// Unpack compiles a program that Bundle has written, if that was for the platform and the Vue
// of build.
func Unpack(data []byte, build preprocess.Build) (*Program, error) {
	var from packed
	if err := json.Unmarshal(data, &from); err != nil {
		return nil, fmt.Errorf("this is no program of a bundle: %w", err)
	}
	if from.Format != packFormat {
		return nil, fmt.Errorf("%s: the bundle has format %d, and format %d is read here; make it again with the unisocket of this version", from.File, from.Format, packFormat)
	}
	if from.Platform != build.Platform || from.Vue != build.Vue {
		return nil, fmt.Errorf("%s: the bundle was made for %s with Vue %d, and is to run on %s with Vue %d; make it again for that", from.File, from.Platform, from.Vue, build.Platform, build.Vue)
	}
	return compile(from.File, &bundle{code: from.Code, sources: from.Sources}, 1)
}
