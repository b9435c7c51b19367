package inspect

import (
	"strings"

	"github.com/grafana/sobek"
)

// errorShape prints an error as its stack, with its own properties after it.
func (p *printer) errorShape(s *shape, o *sobek.Object, name string) {
	s.bare = true
	stack := p.errorText(o)
	s.base = improveName(stack, name, p.errorName(o))

	// What the stack shows already is not shown again.
	s.skipped = []string{"stack"}
	for _, key := range []string{"name", "message"} {
		if v, ok := p.ownValue(o, key).(sobek.String); ok && strings.Contains(s.base, v.String()) {
			s.skipped = append(s.skipped, key)
		}
	}
	for _, key := range []string{"cause", "errors"} {
		d := p.descriptor(o, p.rt.ToValue(key))
		if d == nil || p.opts.ShowHidden || d.Get("enumerable").ToBoolean() {
			continue
		}
		if _, isArray := d.Get("value").(*sobek.Object); key == "errors" && !isArray {
			continue
		}
		s.empty = false
		previous := s.own
		s.own = func(p *printer, depth int) {
			if previous != nil {
				previous(p, depth)
			}
			s.list = append(s.list, "["+key+"]: "+p.described(d, depth, 2))
		}
	}

	if !strings.Contains(s.base, "\n    at ") {
		s.base = "[" + s.base + "]"
	}
	if p.indent > 0 {
		s.base = strings.ReplaceAll(s.base, "\n", "\n"+strings.Repeat(" ", p.indent))
	}
}

// errorText is the stack as printed, or what there is instead of one.
func (p *printer) errorText(o *sobek.Object) string {
	var text string
	p.rt.Try(func() {
		if stack, ok := o.Get("stack").(sobek.String); ok && stack.Length() > 0 {
			text = p.Stack(stack.String())
		}
	})
	if text == "" {
		text = p.call(p.errorToString, o)
	}
	return text
}

func (p *printer) errorName(o *sobek.Object) string {
	name := "Error"
	p.rt.Try(func() {
		if s, ok := o.Get("name").(sobek.String); ok {
			name = s.String()
		}
	})
	return name
}

func (p *printer) ownValue(o *sobek.Object, key string) sobek.Value {
	if d := p.descriptor(o, p.rt.ToValue(key)); d != nil {
		return d.Get("value")
	}
	return nil
}

// improveName puts the class of an error into the first line of its stack where
// that only says Error.
func improveName(stack, class, name string) string {
	if class == "" || !strings.HasSuffix(name, "Error") || !strings.HasPrefix(stack, name) || strings.Contains(name, class) {
		return stack
	}
	rest := stack[len(name):]
	if rest != "" && rest[0] != ':' && rest[0] != '\n' {
		return stack
	}
	if strings.Contains(class, name) {
		return class + rest
	}
	return class + " [" + name + "]" + rest
}
