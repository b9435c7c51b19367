package k6

import (
	"encoding/json"
	"fmt"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/launch"
)

// read reads an object of options; one that is not given is empty.
func read(v sobek.Value, into any) error {
	if sobek.IsUndefined(v) || sobek.IsNull(v) {
		return nil
	}
	data, err := plain(v.Export())
	if err != nil {
		return err
	}
	return launch.Read(data, into)
}

// plain is options as JSON.
func plain(options any) ([]byte, error) {
	data, err := json.Marshal(options)
	if err != nil {
		return nil, fmt.Errorf("the options are no plain data: %w", err)
	}
	return data, nil
}
