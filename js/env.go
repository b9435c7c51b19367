package js

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Variables of the build, as Vite has them: those of .env files whose names begin with
// VITE_ are members of import.meta.env; those with VUE_APP_, of the Vue 2 line's build,
// of process.env.

// envFiles are the files of a mode in the order in which they are read: a later one
// wins.
func envFiles(mode string) []string {
	return []string{".env", ".env.local", ".env." + mode, ".env." + mode + ".local"}
}

// metaEnv is import.meta.env as JSON.
func metaEnv(env map[string]string, mode string) string {
	return withPrefix(env, "VITE_", map[string]any{
		"MODE": mode, "DEV": mode == "development", "PROD": mode != "development", "SSR": false, "BASE_URL": "/",
	})
}

// processEnv is process.env as JSON.
func processEnv(env map[string]string, mode, platform string) string {
	return withPrefix(env, "VUE_APP_", map[string]any{"NODE_ENV": mode, "UNI_PLATFORM": platform})
}

// withPrefix adds the variables whose names begin with a prefix to an object.
func withPrefix(env map[string]string, prefix string, object map[string]any) string {
	for name, value := range env {
		if strings.HasPrefix(name, prefix) {
			object[name] = value
		}
	}
	text, err := json.Marshal(object)
	if err != nil {
		panic(err) // strings and booleans
	}
	return string(text)
}

// readEnv reads the .env files of a directory. Variables of the environment win over
// them.
func readEnv(dir, mode string) map[string]string {
	env := map[string]string{}
	for _, name := range envFiles(mode) {
		if text, err := readText(filepath.Join(dir, name)); err == nil {
			maps.Copy(env, parseEnv(text))
		}
	}
	for name := range env {
		if value, ok := os.LookupEnv(name); ok {
			env[name] = value
		}
	}
	for name, value := range env {
		env[name] = expandEnv(value, env)
	}
	return env
}

var (
	// envLine is NAME=value, with a value in quotes or up to a comment.
	envLine = regexp.MustCompile(`(?m)^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|` + "`[^`]*`" + `|[^\r\n]*)`)
	envName = regexp.MustCompile(`\\?\$(?:\{(\w+)\}|(\w+))`)
)

func parseEnv(text string) map[string]string {
	env := map[string]string{}
	for _, m := range envLine.FindAllStringSubmatch(text, -1) {
		value := m[2]
		switch {
		case value == "":
		case value[0] == '"' && len(value) > 1:
			value = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\"`, `"`).Replace(value[1 : len(value)-1])
		case (value[0] == '\'' || value[0] == '`') && len(value) > 1:
			value = value[1 : len(value)-1]
		default:
			value, _, _ = strings.Cut(value, "#")
			value = strings.TrimSpace(value)
		}
		env[m[1]] = value
	}
	return env
}

// expandEnv puts variables in the places of their names, $NAME or ${NAME}.
func expandEnv(value string, env map[string]string) string {
	return envName.ReplaceAllStringFunc(value, func(text string) string {
		if strings.HasPrefix(text, `\`) {
			return text[1:]
		}
		name := strings.Trim(text, "${}")
		if of, ok := env[name]; ok {
			return of
		}
		return os.Getenv(name)
	})
}

// readText reads a file of text.
func readText(path string) (string, error) {
	data, err := os.ReadFile(path)
	return string(data), err
}
