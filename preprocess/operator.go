package preprocess

import "math"

// precedence of the binary operators that always evaluate both sides; higher binds tighter.
var precedence = map[string]int{
	"|": 1, "^": 2, "&": 3,
	"==": 4, "!=": 4, "===": 4, "!==": 4,
	"<": 5, ">": 5, "<=": 5, ">=": 5, "in": 5, "instanceof": 5,
	"<<": 6, ">>": 6, ">>>": 6,
	"+": 7, "/": 8, "%": 8,
}

// logical says of || && ?? when the right side is evaluated, given the left.
var logical = map[string]func(value) bool{
	"||": func(v value) bool { return !v.truthy() },
	"&&": value.truthy,
	"??": value.nullish,
}

// operate is a op b.
func operate(op string, a, b value) (value, error) {
	switch op {
	case "in":
		return isIn(a, b)
	case "instanceof":
		return isInstance(a, b)
	}
	if a.isObject() && b.isObject() && precedence[op] == precedence["=="] {
		return undefined, unsupported("comparing two objects")
	}
	switch op {
	case "==":
		return boolean(looseEqual(a, b)), nil
	case "!=":
		return boolean(!looseEqual(a, b)), nil
	case "===":
		return boolean(strictEqual(a, b)), nil
	case "!==":
		return boolean(!strictEqual(a, b)), nil
	}
	a, b = a.primitive(), b.primitive()
	switch op {
	case "<":
		yes, ordered := less(a, b)
		return boolean(yes && ordered), nil
	case ">":
		yes, ordered := less(b, a)
		return boolean(yes && ordered), nil
	case "<=":
		yes, ordered := less(b, a)
		return boolean(!yes && ordered), nil
	case ">=":
		yes, ordered := less(a, b)
		return boolean(!yes && ordered), nil
	case "+":
		if a.kind == stringKind || b.kind == stringKind {
			return str(a.toString() + b.toString()), nil
		}
		return number(a.toNumber() + b.toNumber()), nil
	case "/":
		return number(a.toNumber() / b.toNumber()), nil
	case "%":
		return number(math.Mod(a.toNumber(), b.toNumber())), nil
	}
	x, y := a.toInt32(), b.toInt32()
	shift := uint32(y) & 31
	switch op {
	case "|":
		x |= y
	case "^":
		x ^= y
	case "&":
		x &= y
	case "<<":
		x <<= shift
	case ">>":
		x >>= shift
	case ">>>":
		return number(float64(uint32(x) >> shift)), nil
	}
	return number(float64(x)), nil
}

func isIn(a, b value) (value, error) {
	if !b.isObject() {
		return undefined, errThrown
	}
	name := a.primitive().toString()
	_, ok := b.members[name]
	ok = ok || listed(objectMembers, name)
	if !ok && b.members == nil {
		return undefined, unsupported("what is in an object of JavaScript's own")
	}
	return boolean(ok), nil
}

func isInstance(a, b value) (value, error) {
	switch {
	case b.kind != functionKind:
		return undefined, errThrown
	case a.isObject():
		return undefined, unsupported("instanceof of an object")
	}
	return boolean(false), nil
}
