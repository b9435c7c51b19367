package inspect_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/inspect"
)

//go:embed testdata/node.txt
var transcript string

func TestFormatPrintsAsNode(t *testing.T) {
	_, calls, _ := strings.Cut(transcript, "\n> ")
	for call := range strings.SplitSeq(strings.TrimSuffix(calls, "\n\n"), "\n\n> ") {
		arguments, want, _ := strings.Cut(call, "\n")
		t.Run(arguments, func(t *testing.T) {
			rt := sobek.New()
			in := inspect.New(rt)
			v, err := rt.RunString("(function () { return [" + arguments + "] })()")
			if err != nil {
				t.Fatal(err)
			}
			var args []sobek.Value
			list := v.(*sobek.Object)
			for _, key := range list.Keys() {
				args = append(args, list.Get(key))
			}
			if diff := cmp.Diff(want, in.Format(args)); diff != "" {
				t.Errorf("Node (-), here (+):\n%s", diff)
			}
		})
	}
}

func TestPrintingDoesNotNeedThePrototypesIntact(t *testing.T) {
	rt := sobek.New()
	in := inspect.New(rt)
	in.Capture()
	v, err := rt.RunString(`
		const m = new Map([[1, [new Date(0), new Set([2])]]]);
		for (const c of [Map, Set, Array, Date, Object]) {
			for (const key of Object.getOwnPropertyNames(c.prototype)) {
				if (key === 'constructor' || key === '__proto__' || key === 'length' || key === 'lastIndex') continue;
				Object.defineProperty(c.prototype, key, { value() { throw new Error('no') }, configurable: true });
			}
		}
		m`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := in.Value(v, inspect.Default), "Map(1) { 1 => [ 1970-01-01T00:00:00.000Z, Set(1) { 2 } ] }"; got != want {
		t.Errorf("printed %s, want %s", got, want)
	}
}
