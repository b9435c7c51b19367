package json

import (
	"math"
	"strconv"

	"github.com/grafana/sobek"
)

// maxDigits is how many decimal digits any number of a double's precision has.
const maxDigits = 15

func (p *parser) number() (sobek.Value, bool) {
	start := p.at
	negative := p.at < len(p.text) && p.text[p.at] == '-'
	if negative {
		p.at++
	}
	first := p.at
	var n int64 // meaningless beyond maxDigits
	for p.at < len(p.text) && isDigit(p.text[p.at]) {
		n = n*10 + int64(p.text[p.at]-'0')
		p.at++
	}
	digits := p.at - first
	if digits == 0 || digits > 1 && p.text[first] == '0' {
		return nil, false
	}
	whole, ok := p.fraction()
	if !ok {
		return nil, false
	}
	if !whole || digits > maxDigits {
		// What is out of a double's range is an infinity, which comes with the error.
		f, _ := strconv.ParseFloat(p.text[start:p.at], 64)
		return p.json.vm.ToValue(f), true
	}
	if !negative {
		return p.json.vm.ToValue(n), true
	}
	if n == 0 {
		return p.json.vm.ToValue(math.Copysign(0, -1)), true
	}
	return p.json.vm.ToValue(-n), true
}

// fraction reads the fraction and the exponent of a number; whole is true if it has
// neither.
func (p *parser) fraction() (whole, ok bool) {
	whole = true
	if p.at < len(p.text) && p.text[p.at] == '.' {
		p.at++
		if whole = false; !p.digits() {
			return false, false
		}
	}
	if p.at < len(p.text) && (p.text[p.at] == 'e' || p.text[p.at] == 'E') {
		p.at++
		if p.at < len(p.text) && (p.text[p.at] == '+' || p.text[p.at] == '-') {
			p.at++
		}
		if whole = false; !p.digits() {
			return false, false
		}
	}
	return whole, true
}

// digits reads digits, and reports whether there are any.
func (p *parser) digits() bool {
	start := p.at
	for p.at < len(p.text) && isDigit(p.text[p.at]) {
		p.at++
	}
	return p.at > start
}

func isDigit[C byte | rune](c C) bool { return '0' <= c && c <= '9' }

// appendNumber writes a finite number as Number::toString does (section 6.1.6.1.20). Like
// the language, strconv writes the fewest digits that are no other number's.
func appendNumber(out []byte, f float64) []byte {
	if f == 0 {
		return append(out, '0') // without the sign of -0
	}
	if abs := math.Abs(f); abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(out, f, 'f', -1, 64)
	}
	out = strconv.AppendFloat(out, f, 'e', -1, 64)
	if end := len(out) - 2; string(out[end-1:end+1]) == "-0" {
		// Of e-07 the language has e-7.
		out = append(out[:end], out[end+1])
	}
	return out
}
