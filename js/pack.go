package js

import (
	"encoding/json"
	"fmt"
	"strings"
)

// packFormat is the version of what Pack writes; another one is refused.
const packFormat = 1

// packed is a program as it is kept.
type packed struct {
	Format  int               `json:"format"`
	File    string            `json:"file"`
	Code    string            `json:"code"`    // with an inline source map
	Sources map[string]string `json:"sources"` // for what shows a line of source
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
	return json.Marshal(packed{packFormat, p.file, strings.TrimSuffix(p.bundle.code, regexpWord), p.bundle.sources})
}

// Unpack compiles a program that Bundle has written.
func Unpack(data []byte) (*Program, error) {
	var from packed
	if err := json.Unmarshal(data, &from); err != nil {
		return nil, fmt.Errorf("this is no program of a bundle: %w", err)
	}
	if from.Format != packFormat {
		return nil, fmt.Errorf("%s: the bundle has format %d, and format %d is read here; make it again with the unisocket of this version", from.File, from.Format, packFormat)
	}
	return compile(from.File, &bundle{code: from.Code, sources: from.Sources}, 1)
}
