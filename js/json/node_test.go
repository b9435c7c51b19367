package json_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/sobek"
)

// The programs in testdata print what the language's functions do, line by line.
func TestItDoesAsNodeDoes(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node: ", err)
	}
	for _, name := range []string{"parse", "stringify"} {
		file := filepath.Join("testdata", name+".js")
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		run := exec.Command(node, "-e", "let out = '';\n"+strings.TrimSuffix(strings.TrimSpace(string(source)), ";")+"((line) => { out += line + '\\n' }); require('fs').writeSync(1, out)")
		run.Stderr = os.Stderr
		want, err := run.Output()
		if err != nil {
			t.Fatal(err)
		}
		for mode, vm := range map[string]*sobek.Runtime{"memory": newEngine(t), "interface": newPublicEngine(t)} {
			t.Run(name+" by the engine's "+mode, func(t *testing.T) {
				compareLines(t, string(want), output(t, vm, file, string(source)))
			})
		}
	}
}

// output is what a program of testdata prints.
func output(t *testing.T, vm *sobek.Runtime, name, source string) string {
	t.Helper()
	var out strings.Builder
	program, err := vm.RunScript(name, source)
	if err != nil {
		t.Fatal(err)
	}
	main, _ := sobek.AssertFunction(program)
	print := func(call sobek.FunctionCall) sobek.Value {
		out.WriteString(call.Argument(0).String() + "\n")
		return sobek.Undefined()
	}
	if _, err := main(sobek.Undefined(), vm.ToValue(print)); err != nil {
		t.Error(err)
	}
	return out.String()
}

func compareLines(t *testing.T, want, got string) {
	t.Helper()
	wants, gots := strings.Split(want, "\n"), strings.Split(got, "\n")
	differ := 0
	for i := range min(len(wants), len(gots)) {
		if wants[i] == gots[i] || saidOtherwise(wants[i], gots[i]) {
			continue
		}
		if differ++; differ <= 20 {
			t.Errorf("line %d:\nNode %s\nours %s", i+1, wants[i], gots[i])
		}
	}
	if differ > 0 || len(wants) != len(gots) {
		t.Errorf("of %d lines %d differ; Node has %d", len(gots), differ, len(wants))
	}
}

// saidOtherwise reports whether two lines are of the SyntaxError for a missing colon,
// which V8 before version 12 has a word for only in the first property of an object.
func saidOtherwise(want, got string) bool {
	const thrown = " => SyntaxError: "
	text, said, _ := strings.Cut(want, thrown)
	return strings.HasPrefix(said, `Unexpected\20;`) && strings.HasPrefix(got, text+thrown+`Expected\20;':'\20;`)
}
