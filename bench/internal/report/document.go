package report

import (
	"bytes"
	"fmt"
	"os"
)

// The lines of a document between which the report stands.
const (
	begin = "<!-- report: begin -->"
	end   = "<!-- report: end -->"
)

// checkDocument finds out before the work whether its result has a place.
func checkDocument(file string) error {
	if file == "" {
		return nil
	}
	document, err := os.ReadFile(file)
	if err == nil {
		_, err = replace(document, nil)
	}
	if err != nil {
		return fmt.Errorf("-o %s: %w", file, err)
	}
	return nil
}

func rewrite(file string, report []byte) error {
	document, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if document, err = replace(document, report); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, document, 0o666)
}

// replace puts a report in the place of the one that a document has.
func replace(document, report []byte) ([]byte, error) {
	before, rest, begins := bytes.Cut(document, []byte(begin+"\n"))
	_, after, ends := bytes.Cut(rest, []byte(end))
	if !begins || !ends {
		return nil, fmt.Errorf("it has no lines %q and %q for the report to stand between", begin, end)
	}
	return bytes.Join([][]byte{before, []byte(begin), []byte("\n\n"), report, []byte(end), after}, nil), nil
}
