package js

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/ast"
)

// Program is a script that has been read, bundled and compiled, to be run any number of
// times. Its methods may be called from several goroutines: what the runs share does not
// change.
type Program struct {
	file   string
	bundle *bundle
	// The modules' state is each runtime's own. There is one for each copy.
	modules  []*sobek.SourceTextModuleRecord
	function *sobek.Program                // in place of the one module, where it may be; or nil
	packages *sobek.SourceTextModuleRecord // that these import; or nil
	imported []*packageModule              // the parts of it

	changesBuiltins func() bool // what our own code has to have looked at before

	contained sync.Map // by word: whether the bundle has it
	mentioned sync.Map // by word: whether the user's sources have it
}

// Compile reads a script and all that it imports. Of cfg it takes what says how that is
// done, File to Build and Development, and Stderr for warnings. Its errors are those of
// [Run] about a script that cannot be run at all.
func Compile(cfg Config) (*Program, error) {
	b, err := bundleFile(cfg)
	if err != nil {
		return nil, err
	}
	for _, warning := range b.warnings {
		fmt.Fprintf(orDiscard(cfg.Stderr), "warning: %s\n", warning)
	}
	return compile(cfg.File, b, max(cfg.Copies, 1))
}

// compile makes a program of a bundle, for a number of copies.
func compile(file string, b *bundle, copies int) (*Program, error) {
	p := &Program{file: file, bundle: b}
	p.changesBuiltins = sync.OnceValue(func() bool { return p.matches(changer.MatchString) })
	for i := range b.imported {
		p.imported = append(p.imported, &packageModule{program: p, number: i})
	}
	program, err := b.read(file)
	if err != nil {
		return nil, err
	}
	if copies == 1 {
		if p.function, err = b.asFunction(program); err != nil {
			return nil, notUnderstood(file, err)
		}
	}
	if p.function == nil {
		if p.modules, err = compileModules(file, program, copies, p.importModule); err != nil {
			return nil, err
		}
	}
	if b.packages != nil {
		program, err := b.packages.read(file)
		if err != nil {
			return nil, err
		}
		packages, err := compileModules(file, program, 1, noImports)
		if err != nil {
			return nil, err
		}
		p.packages = packages[0]
	}
	return p, nil
}

// read parses the bundle.
func (b *bundle) read(file string) (*ast.Program, error) {
	program, err := b.parse()
	if problem := (*BundleError)(nil); err != nil && !errors.As(err, &problem) {
		return nil, notUnderstood(file, err)
	}
	return program, err
}

func notUnderstood(file string, err error) error {
	return fmt.Errorf("%s: the engine does not understand the bundled script: %w", file, err)
}

// compileModules makes a number of modules of a program.
func compileModules(file string, program *ast.Program, n int, imports sobek.HostResolveImportedModuleFunc) (modules []*sobek.SourceTextModuleRecord, err error) {
	for range n {
		module, err := sobek.ModuleFromAST(program, imports)
		if err != nil {
			return nil, notUnderstood(file, err)
		}
		if err := module.Link(); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		modules = append(modules, module)
	}
	return modules, nil
}

// importModule finds the packages that the program imports. There is nothing else to
// import at run time.
func (p *Program) importModule(referrer any, specifier string) (sobek.ModuleRecord, error) {
	if name, ok := strings.CutPrefix(specifier, packagePrefix); ok {
		if i, err := strconv.Atoi(name); err == nil && i < len(p.imported) {
			return p.imported[i], nil
		}
	}
	return noImports(referrer, specifier)
}

// matches reports whether something is in the program's code.
func (p *Program) matches(match func(string) bool) bool {
	return match(p.bundle.code) || p.bundle.packages != nil && match(p.bundle.packages.code)
}

// Run runs the program to its end, in a runtime of its own, as [Run] does. What Compile
// took of its Config is not looked at again, but for Absent.
func (p *Program) Run(ctx context.Context, cfg Config) error {
	return p.wait(ctx, cfg, watch(cfg.Limits))
}

// Start is Run, and does not wait: ended is called with what Run returns, on a goroutine of
// its own. A program that waits for its sockets takes no goroutine.
func (p *Program) Start(ctx context.Context, cfg Config, ended func(error)) {
	p.start(ctx, cfg, watch(cfg.Limits), ended)
}

// wants reports whether the program may have a use for a part.
func (p *Program) wants(part *Part) bool {
	return len(part.Words) == 0 || slices.ContainsFunc(part.Words, p.contains)
}

// contains reports whether the bundle has a word anywhere.
func (p *Program) contains(word string) bool {
	return remembered(&p.contained, word, func() bool { return p.matches(func(code string) bool { return strings.Contains(code, word) }) })
}

// mentions reports whether the user's sources have the word anywhere.
func (p *Program) mentions(word string) bool {
	return remembered(&p.mentioned, word, func() bool {
		for _, text := range p.bundle.sources {
			if strings.Contains(text, word) {
				return true
			}
		}
		return false
	})
}

// changer matches what programs say that change built-in objects.
var changer = regexp.MustCompile(`rototype|__proto__|\b(?:Object|Function|Number|String|Symbol|Boolean|BigInt|Date|RegExp|Error|Map|Set|WeakMap|WeakSet|DataView|Uint8Array|JSON|Reflect|Promise|Array|globalThis|window|self|global)\b(?:\s*\.\s*\w+|\[[^\]]*\])+\s*=[^=>]|\b(?:parseInt|parseFloat|Number|Object)\s*=[^=>]|Reflect\.set|defineProperty\((?:Object|JSON|globalThis|window|self)\b|assign\((?:Object|JSON|globalThis|window|self)\b`)

// remembered is what find finds about key, which it is asked for once or, by several at
// the same time, a few times.
func remembered(known *sync.Map, key any, find func() bool) bool {
	if v, ok := known.Load(key); ok {
		return v.(bool)
	}
	found := find()
	known.Store(key, found)
	return found
}

func orDiscard(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}
