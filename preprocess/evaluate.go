package preprocess

import (
	"errors"
	"strings"
)

// errSkipped goes up from a?.b to the end of its chain where a is null or undefined.
var errSkipped = errors.New("the rest of an optional chain is skipped")

// evaluator is a parsed part of a condition, ready to run. It returns errThrown where JavaScript throws.
type evaluator func(*scope) (value, error)

// fixed evaluates to v.
func fixed(v value) evaluator {
	return func(*scope) (value, error) { return v, nil }
}

// reference evaluates to what name stands for.
func reference(name string) evaluator {
	return func(s *scope) (value, error) {
		if v, ok := s.lookup(name); ok {
			return v, nil
		}
		return undefined, errThrown
	}
}

// chosen evaluates left, and right only if next says so.
func chosen(left, right evaluator, next func(value) bool) evaluator {
	return func(s *scope) (value, error) {
		v, err := left(s)
		if err != nil || !next(v) {
			return v, err
		}
		return right(s)
	}
}

// each evaluates all in order and gives the last value.
func each(all []evaluator) evaluator {
	return func(s *scope) (v value, err error) {
		for _, e := range all {
			if v, err = e(s); err != nil {
				return undefined, err
			}
		}
		return v, nil
	}
}

func conditional(test, yes, no evaluator) evaluator {
	return func(s *scope) (value, error) {
		v, err := test(s)
		switch {
		case err != nil:
			return undefined, err
		case v.truthy():
			return yes(s)
		}
		return no(s)
	}
}

func binary(op string, left, right evaluator) evaluator {
	return func(s *scope) (value, error) {
		a, err := left(s)
		if err != nil {
			return undefined, err
		}
		b, err := right(s)
		if err != nil {
			return undefined, err
		}
		return operate(op, a, b)
	}
}

func unary(op string, operand evaluator) evaluator {
	return func(s *scope) (value, error) {
		v, err := operand(s)
		if err != nil {
			return undefined, err
		}
		switch op {
		case "!":
			return boolean(!v.truthy()), nil
		case "void":
			return undefined, nil
		case "typeof":
			return str(v.typeOf()), nil
		}
		if v = v.primitive(); op == "~" {
			return number(float64(^v.toInt32())), nil
		}
		return number(v.toNumber()), nil
	}
}

// assignment evaluates name op= right, where op may be empty or one that leaves right alone.
func assignment(name, op string, right evaluator) evaluator {
	result := right
	old := reference(name)
	switch op {
	case "":
	case "||", "&&", "??":
		store := assignment(name, "", right)
		return chosen(old, store, logical[op])
	default:
		result = binary(op, old, right)
	}
	return func(s *scope) (v value, err error) {
		if v, err = result(s); err == nil {
			s.assign(name, v)
		}
		return v, err
	}
}

// increment evaluates name++ or ++name.
func increment(name string, prefix bool) evaluator {
	return func(s *scope) (value, error) {
		old, err := unary("+", reference(name))(s)
		if err != nil {
			return undefined, err
		}
		v := number(old.n + 1)
		s.assign(name, v)
		if prefix {
			return v, nil
		}
		return old, nil
	}
}

// array evaluates its elements.
func array(elements []evaluator) evaluator {
	return func(s *scope) (value, error) {
		texts := make([]string, len(elements))
		for i, element := range elements {
			v, err := element(s)
			if err != nil {
				return undefined, err
			}
			if !v.nullish() {
				texts[i] = v.primitive().toString()
			}
		}
		return value{kind: objectKind, s: strings.Join(texts, ",")}, nil
	}
}

// call evaluates f and its arguments. Words are no functions, so that this throws almost always.
func call(f evaluator, arguments []evaluator) evaluator {
	return func(s *scope) (value, error) {
		v, err := f(s)
		if err != nil {
			return undefined, err
		}
		if _, err := each(arguments)(s); err != nil {
			return undefined, err
		}
		if v.kind == functionKind {
			return undefined, unsupported("a function call")
		}
		return undefined, errThrown
	}
}

func construct(f evaluator, arguments []evaluator) evaluator {
	made := call(f, arguments)
	return func(s *scope) (value, error) {
		_, err := made(s)
		var cannot unsupported
		if errors.As(err, &cannot) {
			return object, nil
		}
		return undefined, err
	}
}

// memberOf evaluates left.name; an optional one is left?.name.
func memberOf(left, name evaluator, optional bool) evaluator {
	return func(s *scope) (value, error) {
		v, err := left(s)
		if err != nil {
			return undefined, err
		}
		if optional && v.nullish() {
			return undefined, errSkipped
		}
		key, err := name(s)
		if err != nil {
			return undefined, err
		}
		return v.member(key.primitive().toString())
	}
}
