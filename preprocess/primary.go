package preprocess

import (
	"errors"
	"strings"
)

// keywords cannot be words. Conditions are not strict code, so let, static and their like can.
const keywords = ` break case catch class const continue debugger default delete do else enum export extends false finally
 for function if import in instanceof new null return super switch this throw true try typeof var void while with `

func isKeyword(name string) bool { return listed(keywords, name) }

// literals are the keywords that stand for a value.
var literals = map[string]value{"true": boolean(true), "false": boolean(false), "null": null, "this": object}

// chain reads a primary expression and the member accesses and calls after it.
func (p *parser) chain() expression {
	e := p.primary()
	optional := false
	for {
		op := p.next()
		switch {
		case op == "." || op == "?.":
			p.pos += len(op)
			skips := op == "?."
			optional = optional || skips
			e = p.access(e, skips)
		case op == "[":
			p.pos++
			key := p.expression()
			p.expect("]")
			e = expression{eval: memberOf(e.eval, key.eval, false), form: place}
		case op == "(":
			e = expression{eval: call(e.eval, p.arguments()), form: place}
		case p.byte() == '`':
			e = expression{eval: call(e.eval, []evaluator{p.template()})}
		case optional:
			chained := e.eval
			return expression{eval: func(s *scope) (value, error) {
				v, err := chained(s)
				if errors.Is(err, errSkipped) {
					return undefined, nil
				}
				return v, err
			}}
		default:
			return e
		}
	}
}

// access reads what comes after . or ?. of e.
func (p *parser) access(e expression, optional bool) expression {
	p.skipSpace()
	if name := p.ident(); name != "" {
		p.pos += len(name)
		return expression{eval: memberOf(e.eval, fixed(str(name)), optional), form: place}
	}
	if optional && p.next() == "[" {
		p.pos++
		key := p.expression()
		p.expect("]")
		return expression{eval: memberOf(e.eval, key.eval, true), form: place}
	}
	if optional && p.next() == "(" {
		// Reading toString, which every value has, is the test for null and undefined.
		test := memberOf(e.eval, fixed(str("toString")), true)
		return expression{eval: each([]evaluator{test, call(e.eval, p.arguments())}), form: place}
	}
	if digit(p.byte()) < 10 {
		p.fail("uniVersion is a number, and a number has one point: write 3.9, not 3.9.0")
	}
	p.unexpected()
	return e
}

// arguments reads what stands between the parentheses of a call, or the brackets of an array.
func (p *parser) arguments() []evaluator {
	end := map[string]string{"(": ")", "[": "]"}[p.next()]
	p.pos++
	var all []evaluator
	for !p.accept(end) {
		if end == "]" && p.accept(",") {
			all = append(all, fixed(undefined)) // a hole
			continue
		}
		spread := p.accept("...")
		e := p.assignment().eval
		if spread {
			e = spreadOf(e)
		}
		all = append(all, e)
		if p.next() != end {
			p.expect(",")
		}
		if p.err != nil {
			return nil
		}
	}
	return all
}

// spreadOf is a string's characters as an array's text has them, and throws where there is nothing to go over.
func spreadOf(e evaluator) evaluator {
	return func(s *scope) (value, error) {
		v, err := e(s)
		switch {
		case err != nil:
			return undefined, err
		case v.isObject():
			return undefined, unsupported("... of an object")
		case v.kind != stringKind:
			return undefined, errThrown
		}
		return str(strings.Join(strings.Split(v.s, ""), ",")), nil
	}
}

func (p *parser) primary() expression {
	p.skipSpace()
	if name := p.ident(); name != "" {
		return p.named(name)
	}
	switch c := p.byte(); {
	case c == '"' || c == '\'':
		return expression{eval: fixed(p.stringLiteral())}
	case c == '`':
		return expression{eval: p.template()}
	case '0' <= c && c <= '9', c == '.' && p.pos+1 < len(p.src) && digit(p.src[p.pos+1]) < 10:
		return expression{eval: fixed(p.numberLiteral())}
	case c == '/':
		start := p.pos
		p.regularExpression()
		return expression{eval: fixed(value{kind: objectKind, s: p.src[start:p.pos]})}
	case c == '[':
		return expression{eval: array(p.arguments())}
	case c == '(':
		return p.parenthesized()
	case c == '{':
		p.fail("an object literal is not supported")
	default:
		p.unexpected()
	}
	return expression{eval: fixed(undefined)}
}

func (p *parser) named(name string) expression {
	p.pos += len(name)
	if v, ok := literals[name]; ok {
		return expression{eval: fixed(v)}
	}
	switch {
	case name == "new":
		return p.construction()
	case isKeyword(name):
		p.fail(name + " is a keyword of JavaScript, not a word")
	}
	e := expression{eval: reference(name), name: name}
	if p.next() == "=>" {
		e.form = parameter
	}
	return e
}

// construction reads new, whose operand ends before the first call.
func (p *parser) construction() expression {
	defer p.enter()()
	e := p.primary()
	for {
		switch p.next() {
		case ".":
			p.pos++
			e = p.access(e, false)
			continue
		case "[":
			p.pos++
			key := p.expression()
			p.expect("]")
			e = expression{eval: memberOf(e.eval, key.eval, false)}
			continue
		case "(":
			return expression{eval: construct(e.eval, p.arguments())}
		}
		return expression{eval: construct(e.eval, nil)}
	}
}

func (p *parser) parenthesized() expression {
	p.expect("(")
	if p.accept(")") {
		if p.next() != "=>" {
			p.unexpected()
		}
		return expression{eval: fixed(undefined), form: parameter}
	}
	e := p.expression()
	p.expect(")")
	if p.next() == "=>" && (e.name != "" || e.params != nil) {
		return expression{eval: e.eval, form: parameter}
	}
	// What stands in parentheses is a name or a member still, but no longer && beside ??.
	if e.form == mixed {
		e.form = plain
	}
	e.params = nil
	return e
}

// template reads a template literal.
func (p *parser) template() evaluator {
	p.pos++
	var parts []evaluator
	var text strings.Builder
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == '`':
			p.pos++
			return join(append(parts, fixed(str(text.String()))))
		case c == '\\':
			p.escape(&text)
		case strings.HasPrefix(p.src[p.pos:], "${"):
			p.pos += 2
			parts = append(parts, fixed(str(text.String())), p.expression().eval)
			text.Reset()
			p.expect("}")
		default:
			text.WriteByte(c)
			p.pos++
		}
	}
	p.fail("a template string has no end")
	return fixed(undefined)
}

// join evaluates to the parts, one text.
func join(parts []evaluator) evaluator {
	all := fixed(str(""))
	for _, part := range parts {
		all = binary("+", all, part)
	}
	return all
}
