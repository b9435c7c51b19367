package js_test

import (
	"bytes"
	"testing"

	"github.com/unisocket/uni/js"
)

// Whether a script is run as a function or as a module, which import.meta makes it, is no
// difference to it.
func TestAScriptIsAModuleHoweverItIsRun(t *testing.T) {
	const text = `
		const log = (...list) => console.log(...list);
		log(typeof this, (function () { return typeof this })());
		log(hoisted(), typeof later, typeof globalThis.later, typeof globalThis.hoisted, typeof globalThis.K);
		function hoisted() { return 'hoisted' }
		var later = 1;
		let twice = 1; { let twice = 2; log(twice) }
		class K { static made = K.name; #x = 5; get x() { return this.#x } static { log('a static block') } }
		log(K.made, new K().x);
		try { undeclared = 1 } catch (e) { log(e.name) }
		try { Object.freeze({ a: 1 }).a = 2 } catch (e) { log(e.name) }
		log((() => typeof this)(), typeof require, typeof module, typeof exports);
		const self = async () => { await null; log('in a job') };
		self().then(() => log('behind it'));
		Promise.resolve().then(() => log('a job'));
		setTimeout(() => log('a timer'));
		queueMicrotask(() => log('a microtask'));
		log((0, eval)('typeof twice'), eval('twice'));
		`
	for _, exports := range []string{"export {}", "export { twice as default, K }", "export default hoisted; export const more = 1"} {
		run := func(text string) string {
			var stdout, stderr bytes.Buffer
			if err := js.Run(t.Context(), js.Config{File: script(t, text), Stdout: &stdout, Stderr: &stderr}); err != nil {
				t.Fatalf("%v\n%s", err, stderr.String())
			}
			return stdout.String()
		}
		function, module := run(text+exports), run(text+exports+"\nvoid import.meta")
		if function != module || function == "" {
			t.Errorf("%s: as a function:\n%s\nas a module:\n%s", exports, function, module)
		}
	}
}
