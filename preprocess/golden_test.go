package preprocess_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unisocket/uni/preprocess"
)

// recording is a text and what uni-app's compiler made of it.
type recording struct {
	Source  string `json:"source"`
	Results []struct {
		Platforms []string `json:"platforms"`
		Code      string   `json:"code"`
		Message   string   `json:"message"`
	} `json:"results"`
}

// recordings are one to a file, and many to a file in the folder many.
func recordings(t testing.TB) map[string]recording {
	t.Helper()
	const folder = "../testdata/golden/preprocess"
	files, err := filepath.Glob(folder + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings in %s: %v", folder, err)
	}
	all := make(map[string]recording)
	for _, file := range files {
		var one recording
		read(t, file, &one)
		all[strings.TrimSuffix(filepath.Base(file), ".json")] = one
	}
	for _, name := range []string{"compositions", "expressions", "invalid_conditions"} {
		var many []recording
		read(t, folder+"/many/"+name+".json", &many)
		for i, one := range many {
			all[fmt.Sprintf("%s/%d", name, i)] = one
		}
	}
	return all
}

func read(t testing.TB, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

func TestItDoesToATextWhatTheCompilerDoes(t *testing.T) {
	for name, r := range recordings(t) {
		t.Run(name, func(t *testing.T) {
			for _, want := range r.Results {
				for _, platform := range want.Platforms {
					code, err := preprocess.Process(r.Source, preprocess.NewContext(preprocess.Build{Platform: platform}))
					if code != want.Code {
						t.Errorf("on %s\n%q\nbecame\n%q, want\n%q", platform, r.Source, code, want.Code)
					}
					var message string
					if e := (*preprocess.Error)(nil); errors.As(err, &e) {
						message = e.Message
					} else if err != nil {
						t.Errorf("on %s the error is %v, want an *Error", platform, err)
					}
					if message != want.Message {
						t.Errorf("on %s\n%q\ngave the message %q (%v), want %q", platform, r.Source, message, err, want.Message)
					}
				}
			}
		})
	}
}
