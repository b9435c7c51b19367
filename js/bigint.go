package js

import (
	"math"
	"math/big"

	"github.com/grafana/sobek"
	"github.com/grafana/sobek/ast"
	"github.com/grafana/sobek/token"
	"github.com/grafana/sobek/unistring"

	"github.com/unisocket/uni/internal/lazy"
)

// A shift or a power of a BigInt takes as much memory as its right side says, in one
// instruction, which nothing can stop. In programs that have BigInts at all, the right
// sides of such operators go through boundFunction, which throws the RangeError of
// browsers.

// maxBigInt is the size in bits of the largest BigInt of Chromium's engine.
const maxBigInt = 1 << 30

// boundFunction is a global whose name no script has for anything.
const boundFunction = "uni:bound"

// growing are the operators whose result may be larger than both sides together.
var growing = map[token.Token]bool{token.SHIFT_LEFT: true, token.SHIFT_RIGHT: true, token.EXPONENT: true}

// bigints finds where a program has to bound its BigInts.
type bigints struct {
	used  bool
	sides []*ast.Expression
}

func (b *bigints) visit(node any) {
	switch n := node.(type) {
	case *ast.BinaryExpression:
		b.side(n.Operator, &n.Right)
	case *ast.AssignExpression:
		b.side(n.Operator, &n.Right)
	case *ast.NumberLiteral:
		_, is := n.Value.(*big.Int)
		b.used = b.used || is
	case *ast.Identifier:
		b.used = b.used || n.Name == "BigInt"
	}
}

func (b *bigints) side(operator token.Token, right *ast.Expression) {
	if literal, is := (*right).(*ast.NumberLiteral); is {
		if n, isBig := literal.Value.(*big.Int); !isBig || n.IsInt64() && n.Int64() <= maxBigInt {
			return // nearly all shifts are by one of these
		}
	}
	if growing[operator] {
		b.sides = append(b.sides, right)
	}
}

// bound has the sides that were found call boundFunction.
func (b *bigints) bound() {
	if !b.used {
		return
	}
	for _, side := range b.sides {
		*side = &ast.CallExpression{
			Callee:       &ast.Identifier{Name: unistring.NewFromString(boundFunction), Idx: (*side).Idx0()},
			ArgumentList: []ast.Expression{*side},
		}
	}
}

// boundValue is the function.
func (r *Runtime) boundValue() sobek.Value {
	return r.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
		v := call.Argument(0)
		if n, is := v.Export().(*big.Int); is && n.CmpAbs(big.NewInt(maxBigInt)) > 0 {
			panic(r.newRangeError("Maximum BigInt size exceeded"))
		}
		return v
	})
}

// guardBigInt bounds what BigInt.asIntN and asUintN allocate.
func (r *Runtime) guardBigInt(constructor sobek.Value) sobek.Value {
	bigIntGuards.Extend(r.vm, constructor.ToObject(r.vm), r)
	return constructor
}

var bigIntGuards = lazy.NewTemplate([]lazy.Property[*Runtime]{guarded("asIntN", (*Runtime).boundBits), guarded("asUintN", (*Runtime).boundBits)})

func (r *Runtime) boundBits(call sobek.FunctionCall) {
	if bits := call.Argument(0).ToNumber().ToFloat(); bits > maxBigInt && bits <= math.MaxInt64 {
		panic(r.newRangeError("Maximum BigInt size exceeded"))
	}
}
