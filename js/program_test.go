package js_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/unisocket/uni/js"
)

// What runs of one program share does not change, whatever they do.
func TestAProgramRunsManyTimesSideBySide(t *testing.T) {
	file := script(t, `
		const tag = (strings, ...values) => strings.raw.join('|') + values.join();
		class Counter { #n = 0; next = () => ++this.#n; static made = 0; constructor() { Counter.made++ } }
		const pattern = /(?<year>\d{4})-(?=\d)/gu;
		Array.prototype.mine = scriptInstance;
		globalThis.mine = (globalThis.mine ?? 0) + scriptInstance;
		console.mine = JSON.mine = Math.mine = scriptInstance;
		const c = new Counter();
		c.next();
		let thrown = '';
		try { null.x } catch (e) { thrown = e.message.split(' ').at(-1) }
		await new Promise((resolve) => setTimeout(resolve, 1));
		const { mine } = globalThis;
		console.log(
			scriptInstance, mine, [].mine, console.mine + JSON.mine + Math.mine, c.next(), Counter.made,
			tag`+"`a${1}b`"+`, '2026-11'.match(pattern)[0], JSON.stringify({ a: [1] }), new URL('http://a/b').pathname,
			structuredClone(new Map([[1, 2]])).get(1), new TextEncoder().encode('ä').length, thrown, scriptArgs.join());
	`)
	program, err := js.Compile(js.Config{File: file})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := 1; i <= 20; i++ {
		all.Go(func() {
			var stdout, stderr bytes.Buffer
			err := program.Run(t.Context(), js.Config{Stdout: &stdout, Stderr: &stderr, Instance: i, Args: []string{fmt.Sprint("arg", i)}})
			if err != nil {
				t.Error(err)
			}
			got := strings.TrimSpace(stdout.String())
			want := fmt.Sprintf(`%d %[1]d %[1]d %d 2 1 a|b1 2026- {"a":[1]} /b 2 2 'x') arg%[1]d`, i, 3*i)
			if got != want {
				t.Errorf("run %d printed %q, want %q\n%s", i, got, want, stderr.String())
			}
		})
	}
	all.Wait()
}

func TestStartDoesNotWait(t *testing.T) {
	program, err := js.Compile(js.Config{File: script(t, "setTimeout(() => console.log('later'), 20)")})
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	ended := make(chan error)
	program.Start(t.Context(), js.Config{Stdout: &stdout}, func(err error) { ended <- err })
	if err := <-ended; err != nil || stdout.String() != "later\n" {
		t.Errorf("it ended with %v and printed %q", err, stdout.String())
	}
}

func TestARunThatCannotBeginTellsWhy(t *testing.T) {
	program, err := js.Compile(js.Config{File: script(t, "")})
	if err != nil {
		t.Fatal(err)
	}
	broken := fmt.Errorf("broken")
	if err := program.Run(t.Context(), js.Config{Install: func(*js.Runtime) error { return broken }}); err != broken {
		t.Errorf("the run ended with %v", err)
	}
}
