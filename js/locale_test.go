package js_test

import (
	"strings"
	"testing"

	"github.com/unisocket/uni/js"
)

// What Chromium gives, but for what must throw.
func TestLocales(t *testing.T) {
	const zone = "const d = new Date(Date.UTC(2024, 0, 5, 9, 4, 5)), z = { timeZone: 'UTC' };"
	check(t, []feature{
		{"a date in zh-CN", zone + `show([d.toLocaleString('zh-CN', z), d.toLocaleDateString('zh-CN', z), d.toLocaleTimeString('zh-CN', z)])`, `["2024/1/5 09:04:05","2024/1/5","09:04:05"]`},
		{"a date in en-US", zone + `show([d.toLocaleString('en-US', z), d.toLocaleDateString('en-US', z), d.toLocaleTimeString('en-US', z)])`, `["1/5/2024, 9:04:05 AM","1/5/2024","9:04:05 AM"]`},
		{"the default locale is that of the devices", zone + `show(d.toLocaleString(undefined, z) === d.toLocaleString(['xx', 'zh-CN'], z))`, `true`},
		{"parts of two digits", zone + `show([d.toLocaleDateString('zh-CN', { year: 'numeric', month: '2-digit', day: '2-digit', ...z }), d.toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', ...z })])`, `["2024/01/05","09:04"]`},
		{"24 hours in zh-CN", zone + `show(d.toLocaleString('zh', { hour12: false, ...z }))`, `"2024/1/5 09:04:05"`},
		{"24 hours in en-US", zone + `show([d, new Date(Date.UTC(2024, 0, 5))].map((d) => d.toLocaleTimeString('en-US', { hour12: false, ...z })))`, `["09:04:05","24:00:00"]`},
		{"12 hours in zh-CN", zone + `show([d.toLocaleString('zh-CN', { hour12: true, ...z }), d.toLocaleTimeString('zh-CN', { hour12: true, hour: '2-digit', minute: '2-digit', ...z })])`, `["2024/1/5 上午9:04:05","上午09:04"]`},
		{"midnight by hourCycle", `const f = (hourCycle) => new Date(0).toLocaleTimeString('en-US', { hourCycle, timeZone: 'UTC' }); show(['h11', 'h12', 'h23', 'h24'].map(f))`, `["0:00:00 AM","12:00:00 AM","00:00:00","24:00:00"]`},
		{"the hour cycle in use", `const f = (locale, options) => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: 'numeric', ...options }).resolvedOptions().hourCycle; show([f('en'), f('zh'), f('en', { hour12: false }), f('en', { hour12: true, hourCycle: 'h23' })])`, `["h12","h23","h24","h12"]`},
		{"an invalid date", `show(new Date(NaN).toLocaleString())`, `"Invalid Date"`},
		{"an unknown zone", `try { new Date().toLocaleString('zh-CN', { timeZone: 'Mars/Base' }) } catch (e) { show([e.name, e.message]) }`, `["RangeError","Invalid time zone specified: Mars/Base"]`},
		{"grouping", `show([(1234567.891).toLocaleString(), (1234.5).toLocaleString('en-US'), (999.9996).toLocaleString(), (-1234).toLocaleString('zh-CN', { useGrouping: false }), 12345678901234567890n.toLocaleString()])`, `["1,234,567.891","1,234.5","1,000","-1234","12,345,678,901,234,567,890"]`},
		{"fraction digits", `show([(1.005).toLocaleString('en-US', { maximumFractionDigits: 2 }), (1).toLocaleString('zh-CN', { minimumFractionDigits: 2 }), (0.5).toLocaleString('en', { maximumFractionDigits: 0 })])`, `["1.01","1.00","1"]`},
		{"percent and currency", `show([(0.07).toLocaleString('en-US', { style: 'percent' }), (1234.5).toLocaleString('zh-CN', { style: 'currency', currency: 'CNY' }), (-1).toLocaleString('en-US', { style: 'currency', currency: 'USD' })])`, `["7%","¥1,234.50","-$1.00"]`},
		{"what is no number", `show([NaN.toLocaleString(), (-Infinity).toLocaleString(), (-0).toLocaleString()])`, `["NaN","-∞","-0"]`},
		{"arrays", `show([1234, 5].toLocaleString())`, `"1,234,5"`},
		{"comparison by pinyin", `show(['张', '李', '王', 'b', 'a'].sort((a, b) => a.localeCompare(b, 'zh-CN')))`, `["a","b","李","王","张"]`},
		{"comparison with options", `show(['10', '9', '1'].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).concat('a'.localeCompare('A', undefined, { sensitivity: 'base' })))`, `["1","9","10",0]`},
		{"the machine's time zone", `show([typeof Intl, typeof Intl.DateTimeFormat().resolvedOptions().timeZone, new Intl.DateTimeFormat('en-US').resolvedOptions().locale])`, `["object","string","en-US"]`},
		{"Intl.NumberFormat", `show([1, 2].map(new Intl.NumberFormat('en-US', { minimumFractionDigits: 1 }).format))`, `["1.0","2.0"]`},
		{"Intl.PluralRules", `show([1, 2].map((n) => new Intl.PluralRules('en').select(n)).concat(new Intl.PluralRules('zh-CN').select(1)))`, `["one","other","other"]`},
		{"Intl.Collator", `show(['b', 'a'].sort(new Intl.Collator('en').compare))`, `["a","b"]`},
		{"supportedLocalesOf", `show(Intl.NumberFormat.supportedLocalesOf(['de', 'en-US', 'zh']))`, `["en-US","zh"]`},
		{"a wrong tag", `try { (1).toLocaleString('x_y') } catch (e) { show(e.name) }`, `"RangeError"`},
	})
}

func TestWhatIsMissingSaysSo(t *testing.T) {
	for source, want := range map[string]string{
		"(1).toLocaleString('de-DE')":                            "Error: Number.prototype.toLocaleString: the locale de-DE is not supported by this engine, which knows the locales zh-CN and en-US",
		"new Date().toLocaleString('zh-CN', { era: 'long' })":    "Error: Date.prototype.toLocaleString: the option era is not supported",
		"new Date().toLocaleDateString('en', { month: 'long' })": "Error: Date.prototype.toLocaleDateString: month: long is not supported",
		"new Intl.Segmenter('zh')":                               "Error: Intl.Segmenter: it is not supported",
		"'I'.toLocaleLowerCase('tr')":                            "Error: String.prototype.toLocaleLowerCase: the locale tr is not supported",
		"new SharedArrayBuffer(8)":                               "\nThe engine has one thread and no shared memory: use an ArrayBuffer.\n",
		"WebAssembly.compile(1)":                                 "\nThe engine runs no WebAssembly: ",
		"new ArrayBuffer(8, { maxByteLength: 16 })":              "TypeError: ArrayBuffer: maxByteLength: the engine has no resizable buffers",
		"new ArrayBuffer(8).resize(4)":                           "TypeError: ArrayBuffer.prototype.resize: this buffer has a fixed length",
	} {
		got := run(t, js.Config{File: script(t, source)})
		if !strings.Contains(got["stderr"], want) {
			t.Errorf("%s: stderr %q, want %q", source, got["stderr"], want)
		}
	}
}
