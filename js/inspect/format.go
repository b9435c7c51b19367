package inspect

import (
	"strings"

	"github.com/grafana/sobek"
)

// Format prints the arguments of console.log: a first string is a format with
// the directives %s %d %i %f %j %o %O %c %%, the rest follows with spaces, strings
// as they are.
func (in *Inspector) Format(args []sobek.Value) string {
	var b strings.Builder
	rest := args
	if len(args) > 0 {
		if format, ok := args[0].(sobek.String); ok {
			if len(args) == 1 {
				return format.String()
			}
			rest = in.directives(&b, format.String(), args[1:])
			if len(rest) > 0 {
				b.WriteByte(' ')
			}
		}
	}
	for i, v := range rest {
		if i > 0 {
			b.WriteByte(' ')
		}
		if s, ok := v.(sobek.String); ok {
			b.WriteString(s.String())
		} else {
			b.WriteString(in.Value(v, Default))
		}
	}
	return b.String()
}

// directives writes format with its directives replaced and returns the arguments
// that none of them took.
func (in *Inspector) directives(b *strings.Builder, format string, args []sobek.Value) []sobek.Value {
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 || i+1 == len(format) {
			b.WriteString(format)
			return args
		}
		b.WriteString(format[:i])
		directive := format[i+1]
		format = format[i+2:]
		if directive == '%' {
			b.WriteByte('%')
			continue
		}
		if len(args) == 0 || strings.IndexByte("sdifjoOc", directive) < 0 {
			b.WriteByte('%')
			b.WriteByte(directive)
			continue
		}
		b.WriteString(in.directive(directive, args[0]))
		args = args[1:]
	}
}

func (in *Inspector) directive(directive byte, v sobek.Value) string {
	in.Capture()
	undefined := sobek.Undefined()
	object, isObject := v.(*sobek.Object)
	_, isSymbol := v.(*sobek.Symbol)
	convert := func(fn sobek.Callable, arg sobek.Value) string {
		n, err := fn(undefined, arg)
		if err != nil {
			return "NaN"
		}
		return number(n)
	}
	switch directive {
	case 's':
		_, isString := v.(sobek.String)
		switch {
		case isString:
			return v.String()
		case !isObject:
			return in.Value(v, Default)
		case in.printsItself(object):
			return v.String()
		}
		return in.Value(v, Options{Depth: 0})
	case 'd', 'i', 'f':
		if isSymbol || directive == 'd' && isObject && !in.printsItself(object) {
			return "NaN"
		}
		if directive == 'f' {
			return convert(in.parseFloat, v)
		}
		if !isObject && isNumeric(v) && strings.HasSuffix(number(v), "n") {
			return number(v)
		}
		if directive == 'i' {
			return convert(in.parseInt, v)
		}
		return convert(in.toNumber, v)
	case 'j':
		text, err := in.jsonStringify(undefined, v)
		if err != nil {
			if strings.Contains(strings.ToLower(err.Error()), "circular") {
				return "[Circular]"
			}
			panic(err)
		}
		return text.String()
	case 'o':
		return in.Value(v, Options{Depth: 4, ShowHidden: true})
	case 'O':
		return in.Value(v, Default)
	}
	return "" // %c: a style, which a terminal does not have
}

// printsItself reports whether %s prints an object by its own toString: functions,
// and what the script gave one.
func (in *Inspector) printsItself(o *sobek.Object) bool {
	p := &printer{Inspector: in}
	for proto := o; proto != nil; proto = proto.Prototype() {
		d := p.descriptor(proto, in.rt.ToValue("toString"))
		if d == nil {
			continue
		}
		fn, ok := d.Get("value").(*sobek.Object)
		return ok && (p.class(o) == "Function" || !strings.Contains(p.call(in.functionToString, fn), "[native code]"))
	}
	return false
}
