package preprocess

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/grafana/sobek"
)

// scope evaluates the conditions of one text. They are JavaScript expressions, as
// they are to the real compiler, over an object with the words, which an
// expression may assign to for the rest of the text.
type scope struct {
	context *Context
	vm      *sobek.Runtime // made for the first condition
	words   *sobek.Object
	parsed  map[string]sobek.Callable // by condition: a text has many directives and few conditions
}

func newScope(c *Context) *scope { return &scope{context: c} }

const (
	// evaluationTime is what one condition may take.
	evaluationTime = time.Second
	// maxCondition bounds how deep one can be nested.
	maxCondition = 4 << 10
)

// holds reports whether the block that begins with #keyword condition stays. A
// condition that throws, as one does that reads an unknown word, is false; one
// that does not parse is an error, and the end of the matter for the text.
func (s *scope) holds(keyword, condition string) (bool, error) {
	// The pattern that finds directives takes either case; what acts on them does not.
	if keyword != strings.ToLower(keyword) {
		return false, fmt.Errorf("#%s must be written #%s", keyword, strings.ToLower(keyword))
	}
	condition = strings.TrimSpace(condition)
	if condition == "" {
		return keyword != "ifndef", nil // nothing is asked
	}
	test, err := s.compile(condition)
	if err != nil {
		return false, fmt.Errorf("%s is no valid condition: %w", quoteCondition(keyword, condition), err)
	}
	timer := time.AfterFunc(evaluationTime, func() { s.vm.Interrupt("it takes too long") })
	v, err := test(sobek.Undefined(), s.words)
	timer.Stop()
	s.vm.ClearInterrupt()
	holds := err == nil && v.ToBoolean()
	return holds == (keyword != "ifndef"), nil
}

// compile turns a condition into a function of the words. Words with a - in their
// name are written with one, and known by a _.
func (s *scope) compile(condition string) (sobek.Callable, error) {
	if s.vm == nil {
		s.begin()
	}
	if test, ok := s.parsed[condition]; ok {
		return test, nil
	}
	if len(condition) > maxCondition {
		return nil, fmt.Errorf("it is longer than %d bytes", maxCondition)
	}
	source := "(function (context) { with (context) { return ( " + strings.ReplaceAll(condition, "-", "_") + " ); } })"
	v, err := s.vm.RunString(source)
	if err != nil {
		return nil, errors.New(explain(condition, err))
	}
	test, ok := sobek.AssertFunction(v)
	if !ok {
		return nil, errors.New("it is not one expression")
	}
	s.parsed[condition] = test
	return test, nil
}

func (s *scope) begin() {
	s.vm = sobek.New()
	s.parsed = make(map[string]sobek.Callable)
	s.words = s.vm.NewObject()
	for name, holds := range s.context.words {
		s.words.Set(name, holds)
	}
	env := s.vm.NewObject()
	for name, value := range s.context.env {
		env.Set(name, value)
	}
	process := s.vm.NewObject()
	process.Set("env", env)
	s.vm.Set("process", process)
	for _, name := range ambient {
		if s.vm.GlobalObject().Get(name) == nil {
			s.vm.Set(name, func() {})
		}
	}
}

// ambient names are defined, beside the language's own, because the compiler
// evaluates conditions in Node.js: #ifdef URL holds on every platform.
var ambient = strings.Fields(`global console crypto performance WebAssembly Atomics Intl SharedArrayBuffer Float16Array
	WeakRef FinalizationRegistry Buffer setImmediate clearImmediate setInterval clearInterval setTimeout clearTimeout
	queueMicrotask structuredClone atob btoa fetch URL URLSearchParams DOMException AbortController AbortSignal Event
	EventTarget CustomEvent MessageEvent TextEncoder TextDecoder TransformStream WritableStream ReadableStream
	ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream
	DecompressionStream BroadcastChannel MessageChannel MessagePort Blob File FormData Headers Request Response Crypto
	CryptoKey SubtleCrypto Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver`)

// version is how people write one, and JavaScript does not.
var version = regexp.MustCompile(`\d+\.(\d+\.)+\d+`)

// explain says why a condition does not parse: a usual mistake, or else what the
// engine's parser says.
func explain(condition string, err error) string {
	if strings.Contains(condition, "//") {
		return "its // makes a comment of the rest"
	}
	if v := version.FindString(condition); v != "" {
		major, rest, _ := strings.Cut(v, ".")
		minor, _, _ := strings.Cut(rest, ".")
		return fmt.Sprintf("write %s.%s, not %s", major, minor, v)
	}
	if strings.Count(condition, "(") != strings.Count(condition, ")") {
		return "it has a ( or ) too many"
	}
	// The parser's sentence stands behind its own place and before further ones.
	text := err.Error()
	if _, behind, ok := strings.Cut(text, "Line 1:"); ok {
		_, text, _ = strings.Cut(behind, " ")
	}
	text, _, _ = strings.Cut(text, " (and ")
	return clip(text) + "; words are joined by || and &&"
}

func quoteCondition(keyword, condition string) string {
	return "#" + keyword + " " + clip(condition)
}

// clip shortens what an error quotes.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.ToValidUTF8(s, "\ufffd")
}
