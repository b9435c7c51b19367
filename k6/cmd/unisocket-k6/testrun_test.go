package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gopkg.in/yaml.v3"
)

// testRun is what the example uses of k6-operator's TestRun (k6.io/v1alpha1). The operator
// requires spec.parallelism and spec.script.
type testRun struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	Metadata   struct{ Name string }
	Spec       struct {
		Parallelism int
		Separate    bool
		Script      struct {
			ConfigMap struct{ Name, File string } `yaml:"configMap"`
		}
		Runner struct {
			Image                        string
			Env                          []struct{ Name, Value string }
			Resources                    struct{ Requests, Limits map[string]string }
			AutomountServiceAccountToken string `yaml:"automountServiceAccountToken"`
			SecurityContext              struct {
				RunAsNonRoot bool  `yaml:"runAsNonRoot"`
				RunAsUser    int64 `yaml:"runAsUser"`
			} `yaml:"securityContext"`
			ContainerSecurityContext struct {
				AllowPrivilegeEscalation bool `yaml:"allowPrivilegeEscalation"`
				Capabilities             struct{ Drop []string }
			} `yaml:"containerSecurityContext"`
		}
	}
}

func TestKubernetesExample(t *testing.T) {
	examples := filepath.Join(repository, "k6", "examples")
	text, err := os.ReadFile(filepath.Join(examples, "kubernetes", "testrun.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var run testRun
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&run); err != nil {
		t.Fatal(err)
	}
	if run.APIVersion != "k6.io/v1alpha1" || run.Kind != "TestRun" || run.Metadata.Name == "" {
		t.Errorf("it is a %s %s with the name %q", run.APIVersion, run.Kind, run.Metadata.Name)
	}
	if run.Spec.Parallelism < 1 || run.Spec.Script.ConfigMap.Name == "" || run.Spec.Runner.Image == "" {
		t.Errorf("parallelism, a script or an image is missing: %+v", run.Spec)
	}
	if _, err := os.Stat(filepath.Join(examples, run.Spec.Script.ConfigMap.File)); err != nil {
		t.Errorf("the script is no example: %v", err)
	}
	given := map[string]string{}
	for _, v := range run.Spec.Runner.Env {
		given[v.Name] = v.Value
	}
	for name, value := range quiet {
		if given[name] != value {
			t.Errorf("%s is %q, want %q", name, given[name], value)
		}
	}
}
