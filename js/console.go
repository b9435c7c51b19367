package js

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/lazy"
	"github.com/unisocket/uni/js/inspect"
)

// console is the Console Standard's namespace, printing as Node does: log, info
// and debug on standard output as they are, so that output can be piped; warn,
// error and trace on standard error.
type console struct {
	r      *Runtime
	indent string
	method string // that is running
	counts map[string]int
	timers map[string]time.Time
}

var consoleTemplate = func() *lazy.Template[*console] {
	var list []lazy.Property[*console]
	for _, m := range []struct {
		name string
		fn   func(*console, sobek.FunctionCall)
	}{
		{"log", (*console).out}, {"info", (*console).out}, {"debug", (*console).out}, {"dirxml", (*console).out},
		{"warn", (*console).err}, {"error", (*console).err}, {"trace", (*console).trace},
		{"assert", (*console).assert}, {"dir", (*console).dir}, {"table", (*console).table},
		{"count", (*console).count}, {"countReset", (*console).countReset},
		{"group", (*console).group}, {"groupCollapsed", (*console).group}, {"groupEnd", (*console).groupEnd},
		{"time", (*console).time}, {"timeLog", (*console).timeLog}, {"timeEnd", (*console).timeEnd},
	} {
		list = append(list, lazy.Property[*console]{Name: m.name, Make: func(c *console) sobek.Value {
			return c.r.function(m.name, func(call sobek.FunctionCall) sobek.Value {
				c.method = m.name
				m.fn(c, call)
				return sobek.Undefined()
			})
		}})
	}
	return lazy.NewTemplate(list)
}()

func (r *Runtime) newConsole() sobek.Value {
	c := &console{r: r, counts: make(map[string]int), timers: make(map[string]time.Time)}
	namespace := consoleTemplate.Object(r.vm, c)
	// A fresh object refuses nothing.
	_ = namespace.DefineDataPropertySymbol(sobek.SymToStringTag, r.vm.ToValue("console"), sobek.FLAG_FALSE, sobek.FLAG_TRUE, sobek.FLAG_FALSE)
	return namespace
}

// print writes text with the indentation of the open groups.
func (c *console) print(w io.Writer, text string) {
	if c.indent != "" {
		text = c.indent + strings.ReplaceAll(text, "\n", "\n"+c.indent)
	}
	if c.r.console != nil {
		c.r.console(c.method, text)
		return
	}
	io.WriteString(w, text+"\n")
}

// format is what console.log prints. A stack among the strings, as of
// console.error(e.stack), is rewritten as Node would have it.
func (c *console) format(args []sobek.Value) string {
	text := c.r.inspector.Format(args)
	if strings.Contains(text, "\n\tat ") {
		return c.r.bundle.stack(text)
	}
	return text
}

func (c *console) out(call sobek.FunctionCall) { c.print(c.r.stdout, c.format(call.Arguments)) }
func (c *console) err(call sobek.FunctionCall) { c.print(c.r.stderr, c.format(call.Arguments)) }

func (c *console) trace(call sobek.FunctionCall) {
	text := "Trace"
	if len(call.Arguments) > 0 {
		text += ": " + c.format(call.Arguments)
	}
	for _, f := range framesOf(c.r.vm.CaptureCallStack(0, nil)) {
		text += "\n" + f.String()
	}
	c.print(c.r.stderr, text)
}

func (c *console) assert(call sobek.FunctionCall) {
	if call.Argument(0).ToBoolean() {
		return
	}
	text := "Assertion failed"
	if len(call.Arguments) > 1 {
		args := append([]sobek.Value{}, call.Arguments[1:]...)
		args[0] = c.r.vm.ToValue(text + ": " + args[0].String())
		text = c.format(args)
	}
	c.print(c.r.stderr, text)
}

func (c *console) dir(call sobek.FunctionCall) {
	opts := inspect.Default
	if given, ok := call.Argument(1).(*sobek.Object); ok {
		switch depth := given.Get("depth"); {
		case depth == nil || sobek.IsUndefined(depth):
		case sobek.IsNull(depth) || depth.ToFloat() > 1000:
			opts.Depth = -1
		default:
			opts.Depth = int(depth.ToInteger())
		}
		if hidden := given.Get("showHidden"); hidden != nil {
			opts.ShowHidden = hidden.ToBoolean()
		}
	}
	c.print(c.r.stdout, c.r.inspector.Value(call.Argument(0), opts))
}

// label is the first argument of the methods that count and measure.
func label(call sobek.FunctionCall) string {
	if v := call.Argument(0); !sobek.IsUndefined(v) {
		return v.String()
	}
	return "default"
}

func (c *console) count(call sobek.FunctionCall) {
	name := label(call)
	c.counts[name]++
	c.print(c.r.stdout, fmt.Sprintf("%s: %d", name, c.counts[name]))
}

func (c *console) countReset(call sobek.FunctionCall) {
	name := label(call)
	if _, ok := c.counts[name]; !ok {
		c.print(c.r.stderr, fmt.Sprintf("Warning: Count for '%s' does not exist", name))
	}
	delete(c.counts, name)
}

func (c *console) group(call sobek.FunctionCall) {
	if len(call.Arguments) > 0 {
		c.out(call)
	}
	c.indent += "  "
}

func (c *console) groupEnd(sobek.FunctionCall) {
	c.indent = strings.TrimSuffix(c.indent, "  ")
}

func (c *console) time(call sobek.FunctionCall) {
	name := label(call)
	if _, ok := c.timers[name]; ok {
		c.print(c.r.stderr, fmt.Sprintf("Warning: Label '%s' already exists for console.time()", name))
		return
	}
	c.timers[name] = time.Now()
}

func (c *console) timeLog(call sobek.FunctionCall) { c.elapsed(call, "timeLog") }

func (c *console) timeEnd(call sobek.FunctionCall) {
	c.elapsed(call, "timeEnd")
	delete(c.timers, label(call))
}

func (c *console) elapsed(call sobek.FunctionCall, method string) {
	name := label(call)
	start, ok := c.timers[name]
	if !ok {
		c.print(c.r.stderr, fmt.Sprintf("Warning: No such label '%s' for console.%s()", name, method))
		return
	}
	text := name + ": " + duration(time.Since(start))
	if len(call.Arguments) > 1 && method == "timeLog" {
		text += " " + c.format(call.Arguments[1:])
	}
	c.print(c.r.stdout, text)
}

// duration prints a time measured as Node does: 1.234ms, 1.234s, 1:02.345 (m:ss.mmm).
func duration(d time.Duration) string {
	switch {
	case d >= time.Hour:
		return fmt.Sprintf("%d:%02d:%02d (h:mm:ss)", d/time.Hour, d/time.Minute%60, d/time.Second%60)
	case d >= time.Minute:
		return fmt.Sprintf("%d:%06.3f (m:ss.mmm)", d/time.Minute, (d % time.Minute).Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.3fs", d.Seconds())
	}
	// Three decimals at most, as of a number in JavaScript.
	text := strings.TrimRight(fmt.Sprintf("%.3f", float64(d)/float64(time.Millisecond)), "0")
	return strings.TrimSuffix(text, ".") + "ms"
}
