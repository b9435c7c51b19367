package json_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/grafana/sobek"
)

var benchmarkTexts = []struct{ name, text string }{
	{"message", `{"type":"message","id":"msg-000000123456","room":"general","from":{"id":"u-1024","name":"Alice"},"text":"Hello, everybody! How is it going today?","ts":1767225600000,"seq":4711,"read":false,"tags":["a","b"]}`},
	{"chinese", `{"type":"message","id":"msg-000000123456","room":"综合","from":{"id":"u-1024","name":"小明"},"text":"大家好,今天过得怎么样?晚上一起去吃火锅吧。","ts":1767225600000,"seq":4711,"read":false}`},
	{"numbers", "[" + strings.TrimSuffix(strings.Repeat("0,-17,3.25,1767225600000,6.02e23,", 20), ",") + "]"},
	{"nested", nested()},
}

// nested is 10 KB of objects and arrays.
func nested() string {
	rows := make([]string, 60)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"id":%d,"name":"Row number %d","position":{"x":%d.5,"y":-%d},"labels":["red","green"],"parent":null,"open":true,"note":"a \"quoted\" word\n"}`, i, i, i, i)
	}
	return `{"rows":[` + strings.Join(rows, ",") + `],"total":60}`
}

func BenchmarkParse(b *testing.B) {
	each(b, func(b *testing.B, f functions, text string) {
		for b.Loop() {
			// As a message comes: a string of Go's that the engine has not looked at.
			f.read(sobek.FunctionCall{Arguments: []sobek.Value{f.vm.ToValue(text)}})
		}
	})
}

func BenchmarkStringify(b *testing.B) {
	each(b, func(b *testing.B, f functions, text string) {
		value, err := f.parse(text)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			f.write(sobek.FunctionCall{Arguments: []sobek.Value{value}})
		}
	})
}

// each runs a benchmark with the engine's own functions and with ours.
func each(b *testing.B, run func(b *testing.B, f functions, text string)) {
	for _, of := range []struct {
		name string
		vm   *sobek.Runtime
	}{{"engine", sobek.New()}, {"ours", newEngine(b)}} {
		f := functionsOf(of.vm)
		for _, t := range benchmarkTexts {
			b.Run(t.name+"/"+of.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(t.text)))
				run(b, f, t.text)
			})
		}
	}
}
