package js

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A single-file component (.vue) has script blocks, of which a module is made whose
// lines stand where they stood. Templates and styles are not rendered.

// isComponent reports whether a file is a component by its name.
func isComponent(path string) bool {
	return strings.HasSuffix(path, ".vue") || strings.HasSuffix(path, ".nvue")
}

// scriptBlock is a <script> element of a component.
type scriptBlock struct {
	open, start, end, closed int // of the opening tag, of the content, of the closing tag
	attrs                    map[string]string
}

// component is a file's script blocks.
type component struct {
	source string
	plain  *scriptBlock // <script>
	setup  *scriptBlock // <script setup>
}

var (
	tagOpen   = regexp.MustCompile(`<!--|<([A-Za-z][\w-]*)((?:\s+[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*(/?)>`)
	attribute = regexp.MustCompile(`([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?`)
)

// parseComponent finds the blocks of a component.
func parseComponent(source string) *component {
	c := &component{source: source}
	for at := 0; ; {
		m := tagOpen.FindStringSubmatchIndex(source[at:])
		if m == nil {
			return c
		}
		open, start := at+m[0], at+m[1]
		if m[2] < 0 {
			at = after(source, start, "-->")
			continue
		}
		name := source[at+m[2] : at+m[3]]
		if m[6] != m[7] { // <name />, which may be a script with src
			c.add(name, &scriptBlock{open: open, start: start, end: start, closed: start, attrs: attributes(source[at+m[4] : at+m[5]])})
			at = start
			continue
		}
		end, closed := elementEnd(source, start, name)
		c.add(name, &scriptBlock{open: open, start: start, end: end, closed: closed, attrs: attributes(source[at+m[4] : at+m[5]])})
		at = closed
	}
}

func (c *component) add(name string, b *scriptBlock) {
	if name != "script" || b.attrs["module"] != "" || b.attrs["lang"] == "renderjs" || b.attrs["lang"] == "wxs" {
		return // renderjs and wxs run where the screen is
	}
	if _, setup := b.attrs["setup"]; setup {
		c.setup = b
	} else {
		c.plain = b
	}
}

func attributes(text string) map[string]string {
	attrs := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(text, -1) {
		attrs[m[1]] = m[2] + m[3] + m[4]
	}
	return attrs
}

// after is the index behind the next mark, or the end.
func after(source string, from int, mark string) int {
	if i := strings.Index(source[from:], mark); i >= 0 {
		return from + i + len(mark)
	}
	return len(source)
}

// elementEnd is where the content of an element ends and where its closing tag does.
// Only templates hold elements of their own name.
func elementEnd(source string, start int, name string) (end, closed int) {
	tag := regexp.MustCompile(`<(/?)` + regexp.QuoteMeta(name) + `(?:\s[^>]*?)?(/?)>`)
	depth := 1
	for _, m := range tag.FindAllStringSubmatchIndex(source[start:], -1) {
		switch {
		case m[2] != m[3]:
			depth--
		case name == "template" && m[4] == m[5]:
			depth++
		}
		if depth == 0 {
			return start + m[0], start + m[1]
		}
	}
	return len(source), len(source)
}

// module is the component as a module, and the language of it: js, ts, jsx or tsx.
func (c *component) module() (code, lang string) {
	switch {
	case c.setup != nil:
		lang = c.setup.attrs["lang"]
		return c.setupModule(), lang
	case c.plain == nil:
		return "export default {}", ""
	case c.plain.attrs["src"] != "":
		return blank(c.source[:c.plain.open]) + reexport(c.plain.attrs["src"]), c.plain.attrs["lang"]
	}
	return blank(c.source[:c.plain.start]) + c.source[c.plain.start:c.plain.end], c.plain.attrs["lang"]
}

// reexport is a module that has what another one has.
func reexport(path string) string {
	quoted := `"` + path + `"`
	return "export * from " + quoted + "; export { default } from " + quoted
}

// setupModule makes of <script setup> a component whose setup is the block's body. A
// <script> beside it is code of the same module; what it exports as default becomes
// part of the component.
func (c *component) setupModule() string {
	base := "{}"
	texts := map[*scriptBlock]string{c.setup: setupCode(c.source[c.setup.start:c.setup.end])}
	blocks := []*scriptBlock{c.setup}
	if c.plain != nil {
		plain := c.source[c.plain.start:c.plain.end]
		if at := find(plain, defaultExport); at >= 0 {
			base = "__default__"
			plain = plain[:at] + "const __default__ =" + defaultExport.ReplaceAllString(plain[at:], "")
		}
		texts[c.plain] = plain
		if blocks = append(blocks, c.plain); c.plain.open < c.setup.open {
			slices.Reverse(blocks)
		}
	}
	code, at := "", 0
	for _, b := range blocks {
		code += blank(c.source[at:b.start]) + texts[b]
		at = b.end
	}
	return code + "\nexport default Object.assign(" + base + ", __setup__);"
}

// setupCode makes of the body of <script setup> the object __setup__. Imports at its
// beginning stay where they are; the function begins behind them.
func setupCode(body string) string {
	leading, rest := splitImports(body)
	rest, imports := hoistImports(rest)
	async := ""
	if find(rest, awaitWord) >= 0 {
		async = "async "
	}
	end := "} };"
	if !strings.HasSuffix(strings.TrimRight(rest, " \t\r"), "\n") {
		end = "\n" + end // the last line may be a comment
	}
	return `import { macros as __macros } from "` + sfcName + `";` + imports + leading +
		`;const __setup__ = { ` + async + `setup(__props, __context) { ` +
		`const { defineProps, defineEmits, defineExpose, defineOptions, defineSlots, defineModel, withDefaults } = __macros(__props, __context);` +
		rest + end
}

// blank keeps nothing of a text but its lines.
func blank(text string) string { return strings.Repeat("\n", strings.Count(text, "\n")) }

var (
	importWord    = regexp.MustCompile(`^import\b`)
	defaultExport = regexp.MustCompile(`^export\s+default\b`)
	typeExport    = regexp.MustCompile(`^export\s+(type|interface|enum|const\s+enum|declare)\b`)
	awaitWord     = regexp.MustCompile(`^await\b`)
)

// splitImports parts a script's import statements at its beginning, with the comments
// before the last of them, from what follows.
func splitImports(code string) (imports, rest string) {
	s := newScanner(code)
	end := 0
	for s.at < len(code) && isImport(code[s.at:]) {
		s.statement()
		end = s.at
		s.blanks()
	}
	return code[:end], code[end:]
}

// hoistImports takes imports out of a script's body that stand below other
// statements, and the word export before types, which a function cannot hold.
func hoistImports(code string) (body, imports string) {
	var b strings.Builder
	s := newScanner(code)
	from := 0
	for s.at < len(code) {
		if s.depth == 0 && s.fresh {
			rest := code[s.at:]
			switch {
			case isImport(rest):
				b.WriteString(code[from:s.at])
				start := s.at
				s.statement()
				text := code[start:s.at]
				imports += strings.ReplaceAll(text, "\n", " ") + ";"
				b.WriteString(blank(text))
				from = s.at
				s.blanks()
				continue
			case typeExport.MatchString(rest):
				b.WriteString(code[from:s.at] + "      ")
				s.at += len("export")
				from = s.at
				s.blanks()
				continue
			}
		}
		s.step()
	}
	return b.String() + code[from:], imports
}

// isImport reports whether an import statement begins here, and not an expression.
func isImport(code string) bool {
	if !importWord.MatchString(code) {
		return false
	}
	rest := strings.TrimLeftFunc(code[len("import"):], unicode.IsSpace)
	return rest != "" && rest[0] != '(' && rest[0] != '.'
}

// find is where a word stands that is in no braces, or -1.
func find(code string, word *regexp.Regexp) int {
	s := newScanner(code)
	for s.at < len(code) {
		if s.depth == 0 && (s.at == 0 || !isWord(code[s.at-1])) && word.MatchString(code[s.at:]) {
			return s.at
		}
		s.step()
	}
	return -1
}

const sfcName = "uni:sfc"

// sfcModule has the functions that a compiler knows in <script setup>. Props that
// nobody gave have their defaults.
const sfcModule = `export const macros = (props, context) => {
	const given = { ...context?.attrs, ...props };
	const defineProps = (definition) => {
		const defaults = {};
		if (definition && !Array.isArray(definition)) {
			for (const name of Object.keys(definition)) {
				const of = definition[name];
				const value = of && typeof of === 'object' ? of.default : undefined;
				defaults[name] = typeof value === 'function' && of.type !== Function ? value(given) : value;
			}
		}
		return { ...defaults, ...given };
	};
	return {
		defineProps,
		withDefaults(props, defaults) {
			const values = {};
			for (const name of Object.keys(defaults)) values[name] = typeof defaults[name] === 'function' ? defaults[name]() : defaults[name];
			return { ...values, ...props };
		},
		defineEmits: () => (...args) => context?.emit?.(...args),
		defineExpose: (exposed) => { context?.expose?.(exposed); },
		defineOptions: () => {},
		defineSlots: () => context?.slots ?? {},
		defineModel: (name, options) => ({ value: (typeof name === 'object' ? name : options)?.default }),
	};
};`
