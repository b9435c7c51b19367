package preprocess

import (
	"slices"
	"strings"
)

// maxDepth bounds nesting within one condition. The compiler's own bound is its stack's, at a few thousand.
const maxDepth = 1000

// parser reads one condition, a JavaScript Expression, by recursive descent. The first mistake moves it to the end of
// the text, so that everything above returns soon.
type parser struct {
	src   string
	pos   int
	err   error
	depth int
}

// expression is a parsed (part of a) condition.
type expression struct {
	eval   evaluator
	name   string // of a reference to a name, in parentheses or not
	form   form
	params []string // what could be an arrow function's parameters, of an expression in parentheses
}

type form uint8

const (
	plain     form = iota
	mixed          // a && b, a || b without parentheses, which must not meet ??
	place          // a.b, a(), which parse as the target of an assignment
	parameter      // (a, b)
)

// parse reads condition as the compiler does, between parentheses of its own: "H5) || (APP" is valid.
func parse(condition string) (expression, error) {
	if condition == "" {
		condition = "true"
	}
	p := &parser{src: "( " + condition + " )"}
	e := p.expression()
	p.skipSpace()
	if p.err == nil && p.pos < len(p.src) {
		p.unexpected()
	}
	return e, p.err
}

func (p *parser) fail(reason string) {
	if p.err == nil {
		p.err = syntaxError(reason)
	}
	p.pos = len(p.src)
}

func (p *parser) unexpected() {
	rest := strings.TrimSuffix(p.src[min(p.pos, len(p.src)):], " )")
	if rest = strings.TrimFunc(rest, isSpace); rest == "" {
		p.fail("it ends too early or has a ( or ) too many")
		return
	}
	p.fail("do not know what to make of " + clip(rest) + "; words are joined by || and &&")
}

// next returns the punctuator that comes next without taking it, or "".
func (p *parser) next() string {
	p.skipSpace()
	return p.punctuator()
}

func (p *parser) accept(s string) bool {
	if p.next() != s {
		return false
	}
	p.pos += len(s)
	return true
}

func (p *parser) expect(s string) {
	if !p.accept(s) {
		p.unexpected()
	}
}

// enter counts a level of nesting; leave it with the function returned.
func (p *parser) enter() (leave func()) {
	if p.depth++; p.depth > maxDepth {
		p.fail("it is nested too deeply")
	}
	return func() { p.depth-- }
}

func (p *parser) expression() expression {
	first := p.assignment()
	if p.next() != "," {
		return first
	}
	all := []evaluator{first.eval}
	params := []string{first.name}
	for p.accept(",") {
		e := p.assignment()
		all = append(all, e.eval)
		params = append(params, e.name)
	}
	e := expression{eval: each(all)}
	if !slices.Contains(params, "") {
		e.params = params
	}
	return e
}

func (p *parser) assignment() expression {
	defer p.enter()()
	left := p.ternary()
	op := p.next()
	if op == "=>" {
		return p.arrow(left)
	}
	if !strings.HasSuffix(op, "=") || op == "==" || op == "===" || precedence[op] != 0 {
		return left
	}
	p.pos += len(op)
	right := p.assignment()
	return p.target(left, assignment(left.name, strings.TrimSuffix(op, "="), right.eval))
}

// target makes set the expression if e can be assigned to.
func (p *parser) target(e expression, set evaluator) expression {
	switch {
	case e.name != "":
		return expression{eval: set}
	case e.form == place:
		return expression{eval: func(s *scope) (value, error) {
			if _, err := e.eval(s); err != nil {
				return undefined, err
			}
			return undefined, unsupported("an assignment to a member")
		}}
	}
	p.fail("it assigns to what is no word; to compare, write ==, >= or <=")
	return e
}

// arrow reads the rest of an arrow function: uniVersion => 4 is one, and an arrow function is true.
func (p *parser) arrow(left expression) expression {
	if left.form != parameter {
		p.unexpected()
		return left
	}
	p.expect("=>")
	if p.next() == "{" {
		p.fail("a function body is not supported")
	}
	p.assignment()
	return expression{eval: fixed(function)}
}

func (p *parser) ternary() expression {
	test := p.shortCircuit()
	if !p.accept("?") {
		return test
	}
	yes := p.assignment()
	p.expect(":")
	no := p.assignment()
	return expression{eval: conditional(test.eval, yes.eval, no.eval)}
}

// shortCircuit reads ??, which does not mix with the others, || and &&.
func (p *parser) shortCircuit() expression {
	left := p.logicalOr()
	for left.form != mixed && p.accept("??") {
		right := p.logicalOr()
		if right.form == mixed {
			p.fail("?? does not mix with || and && without parentheses")
		}
		left = expression{eval: chosen(left.eval, right.eval, logical["??"])}
	}
	return left
}

func (p *parser) logicalOr() expression {
	left := p.logicalAnd()
	for p.accept("||") {
		left = expression{eval: chosen(left.eval, p.logicalAnd().eval, logical["||"]), form: mixed}
	}
	return left
}

func (p *parser) logicalAnd() expression {
	left := p.binary(1)
	for p.accept("&&") {
		left = expression{eval: chosen(left.eval, p.binary(1).eval, logical["&&"]), form: mixed}
	}
	return left
}

// binary reads operators of at least the given precedence.
func (p *parser) binary(least int) expression {
	left := p.unary()
	for {
		op := p.next()
		if word := p.ident(); word == "in" || word == "instanceof" {
			op = word
		}
		level := precedence[op]
		if level < least {
			return left
		}
		p.pos += len(op)
		left = expression{eval: binary(op, left.eval, p.binary(level+1).eval)}
	}
}

func (p *parser) unary() expression {
	defer p.enter()()
	op := p.next()
	if word := p.ident(); word == "typeof" || word == "void" {
		op = word
	}
	switch op {
	case "!", "~", "+", "void":
		p.pos += len(op)
		return expression{eval: unary(op, p.unary().eval)}
	case "typeof":
		p.pos += len(op)
		e := p.unary()
		if e.name == "" {
			return expression{eval: unary(op, e.eval)}
		}
		return expression{eval: func(s *scope) (value, error) {
			v, _ := s.lookup(e.name) // an unknown name is "undefined" here and does not throw
			return str(v.typeOf()), nil
		}}
	case "++":
		p.pos += len(op)
		e := p.unary()
		return p.target(e, increment(e.name, true))
	}
	e := p.chain()
	if p.accept("++") {
		return p.target(e, increment(e.name, false))
	}
	return e
}

// byte returns the one at p.pos, 0 at the end.
func (p *parser) byte() byte {
	if p.pos == len(p.src) {
		return 0
	}
	return p.src[p.pos]
}
