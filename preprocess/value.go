package preprocess

import (
	"math"
	"strconv"
	"strings"
)

// A value is a JavaScript value, as far as conditions need one.
type value struct {
	kind    kind
	b       bool
	n       float64
	s       string           // of an object, what it becomes as a primitive
	members map[string]value // of an object whose members are known; nil for one that is only known to exist
}

type kind uint8

const (
	undefinedKind kind = iota
	nullKind
	booleanKind
	numberKind
	stringKind
	objectKind
	functionKind
)

var (
	undefined = value{}
	null      = value{kind: nullKind}
	function  = value{kind: functionKind, s: "function"}
	object    = value{kind: objectKind, s: "[object Object]"}
)

func boolean(b bool) value   { return value{kind: booleanKind, b: b} }
func number(n float64) value { return value{kind: numberKind, n: n} }
func str(s string) value     { return value{kind: stringKind, s: s} }

func (v value) isObject() bool { return v.kind >= objectKind }

// primitive is ToPrimitive.
func (v value) primitive() value {
	if v.isObject() {
		return str(v.s)
	}
	return v
}

func (v value) nullish() bool { return v.kind <= nullKind }

func (v value) truthy() bool {
	switch v.kind {
	case booleanKind:
		return v.b
	case numberKind:
		return v.n != 0 && !math.IsNaN(v.n)
	case stringKind:
		return v.s != ""
	}
	return v.isObject()
}

func (v value) typeOf() string {
	return [...]string{"undefined", "object", "boolean", "number", "string", "object", "function"}[v.kind]
}

// toNumber is ToNumber of a primitive.
func (v value) toNumber() float64 {
	switch v.kind {
	case nullKind:
		return 0
	case booleanKind:
		if v.b {
			return 1
		}
		return 0
	case numberKind:
		return v.n
	case stringKind:
		return parseNumber(strings.TrimFunc(v.s, isSpace))
	}
	return math.NaN()
}

// parseNumber reads all of s as StringToNumber does.
func parseNumber(s string) float64 {
	if s == "" {
		return 0
	}
	if len(s) > 2 && s[0] == '0' {
		if base := radix(s[1]); base != 0 {
			return parseInteger(s[2:], base)
		}
	}
	switch strings.TrimLeft(s[:1], "+-") + s[1:] {
	case "Infinity":
		n, _ := strconv.ParseFloat(s, 64)
		return n
	}
	if strings.Trim(s, "0123456789.eE+-") != "" || strings.ContainsAny(s, "_xXpPiInN") {
		return math.NaN()
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(n, 0) {
		return math.NaN()
	}
	return n
}

// radix is the base that the letter after a 0 announces, or 0.
func radix(letter byte) int {
	switch letter | 0x20 {
	case 'x':
		return 16
	case 'o':
		return 8
	case 'b':
		return 2
	}
	return 0
}

// parseInteger is NaN where a character is no digit of the base.
func parseInteger(digits string, base int) float64 {
	if digits == "" {
		return math.NaN()
	}
	var n float64
	for i := range len(digits) {
		d := digit(digits[i])
		if d >= base {
			return math.NaN()
		}
		n = n*float64(base) + float64(d)
	}
	return n
}

// digit is 36 for what is no digit.
func digit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'z':
		return int(c|0x20-'a') + 10
	}
	return 36
}

// toString is ToString of a primitive.
func (v value) toString() string {
	switch v.kind {
	case undefinedKind:
		return "undefined"
	case nullKind:
		return "null"
	case booleanKind:
		return strconv.FormatBool(v.b)
	case numberKind:
		return formatNumber(v.n)
	}
	return v.s
}

// formatNumber is Number::toString.
func formatNumber(n float64) string {
	switch {
	case math.IsNaN(n):
		return "NaN"
	case math.IsInf(n, 0):
		return map[bool]string{false: "Infinity", true: "-Infinity"}[n < 0]
	case n == 0:
		return "0"
	}
	if size := math.Abs(n); 1e-7 < size && size < 1e21 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	// Go writes 1e-07, JavaScript 1e-7.
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}

// toInt32 is ToInt32 of a primitive.
func (v value) toInt32() int32 {
	n := v.toNumber()
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return 0
	}
	n = math.Mod(math.Trunc(n), 1<<32)
	return int32(uint32(int64(n)))
}

func strictEqual(a, b value) bool {
	if a.kind != b.kind {
		return false
	}
	switch a.kind {
	case booleanKind:
		return a.b == b.b
	case numberKind:
		return a.n == b.n
	case stringKind:
		return a.s == b.s
	}
	return a.kind <= nullKind
}

// looseEqual is IsLooselyEqual, except of two objects.
func looseEqual(a, b value) bool {
	switch {
	case a.nullish() || b.nullish():
		return a.nullish() && b.nullish()
	}
	if a, b = a.primitive(), b.primitive(); a.kind == b.kind {
		return strictEqual(a, b)
	}
	return a.toNumber() == b.toNumber()
}

// less reports whether a < b of primitives; ordered is false where one is NaN.
func less(a, b value) (yes, ordered bool) {
	if a.kind == stringKind && b.kind == stringKind {
		return a.s < b.s, true
	}
	x, y := a.toNumber(), b.toNumber()
	return x < y, !math.IsNaN(x) && !math.IsNaN(y)
}
