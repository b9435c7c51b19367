package k6

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/common"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/launch"
)

// program is the class Program of scripts: a whole uni-app script, which unisocket bundle has
// written. All virtual users share it.
type program struct {
	load        sync.Once
	err         error
	js          *js.Program
	launched    *launch.App
	description launch.Description
}

// newProgram is new Program(options, hash, text): options are a launch.Description, text is
// what js.Bundle returns, and hash its SHA-256 in hex, so that each virtual user need not
// look at the text.
func (i *instance) newProgram(call sobek.ConstructorCall) *sobek.Object {
	vm := i.vu.Runtime()
	hash, ok := call.Argument(1).Export().(string)
	if !ok || len(call.Arguments) < 3 {
		common.Throw(vm, errors.New("new Program: it takes the options, the hash and the text of a bundle, as unisocket bundle FILE -o OUT.js writes them"))
	}
	options, err := plain(call.Argument(0).Export())
	if err != nil {
		common.Throw(vm, fmt.Errorf("new Program: %w", err))
	}
	known, _ := i.root.programs.LoadOrStore(hash+string(options), &program{})
	p := known.(*program)
	p.load.Do(func() { p.err = p.open(options, hash, call.Argument(2).String()) })
	if p.err != nil {
		common.Throw(vm, fmt.Errorf("new Program: %w", p.err))
	}
	set(call.This, "run", func(call sobek.FunctionCall) sobek.Value { return i.run(p, call) })
	return nil
}

func (p *program) open(options []byte, hash, text string) (err error) {
	if err := launch.Read(options, &p.description); err != nil {
		return err
	}
	if p.launched, err = p.description.App(); err != nil {
		return err
	}
	if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:]) != hash {
		return errors.New("the bundle's text is not the one that was written: it was changed by hand, or cut off; make it again with unisocket bundle")
	}
	p.js, err = js.Unpack([]byte(text), p.launched.Build())
	return err
}
