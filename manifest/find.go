package manifest

import (
	"os"
	"path/filepath"
)

// Find returns the manifest.json that governs a script in dir: that of dir or of
// its src folder (where projects of the command line keep it), or else of the
// nearest folder above. The search ends at the project's root, which is where
// .git or package.json is, or at the root of the file system.
func Find(dir string) (path string, ok bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for {
		for _, path := range []string{
			filepath.Join(dir, "manifest.json"),
			filepath.Join(dir, "src", "manifest.json"),
		} {
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path, true
			}
		}
		parent := filepath.Dir(dir)
		if parent == dir || isProjectRoot(dir) {
			return "", false
		}
		dir = parent
	}
}

// isProjectRoot reports whether a project ends at dir. A plugin in uni_modules
// has a package.json of its own and is governed by the project around it.
func isProjectRoot(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
		return true
	}
	if filepath.Base(filepath.Dir(dir)) == "uni_modules" {
		return false
	}
	_, err := os.Stat(filepath.Join(dir, "package.json"))
	return err == nil
}
