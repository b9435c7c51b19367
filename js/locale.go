package js

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/sobek"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// localeNatives are what prelude/intl.js is made of. It knows of two locales, zh-CN and
// en-US, whose names it passes.
func (r *Runtime) localeNatives() map[string]func(sobek.FunctionCall) sobek.Value {
	collators := make(map[string]*collate.Collator)
	zones := map[string]*time.Location{"": time.Local, "UTC": time.UTC}
	return map[string]func(sobek.FunctionCall) sobek.Value{
		"localTimeZone": func(sobek.FunctionCall) sobek.Value { return r.vm.ToValue(localTimeZone()) },
		// timeFields(milliseconds, zone) are year, month, day, hour, minute and second, or null
		// where the zone is not known.
		"timeFields": func(call sobek.FunctionCall) sobek.Value {
			name := call.Argument(1).String()
			zone, ok := zones[name]
			if !ok {
				var err error
				if zone, err = time.LoadLocation(name); err != nil || strings.EqualFold(name, "local") {
					return sobek.Null()
				}
				zones[name] = zone
			}
			t := time.UnixMilli(int64(call.Argument(0).ToFloat())).In(zone)
			return r.vm.NewArray(t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second())
		},
		// formatDecimal(number or its text, least integer digits, least and most fraction
		// digits, grouped)
		"formatDecimal": func(call sobek.FunctionCall) sobek.Value {
			digits := call.Argument(0).String()
			if number, ok := call.Argument(0).Export().(float64); ok {
				digits = strconv.FormatFloat(number, 'f', -1, 64)
			}
			n := func(i int) int { return int(call.Argument(i).ToInteger()) }
			return r.vm.ToValue(formatDecimal(digits, n(1), n(2), n(3), call.Argument(4).ToBoolean()))
		},
		// compareStrings(a, b, locale, sensitivity, numeric)
		"compareStrings": func(call sobek.FunctionCall) sobek.Value {
			tag, sensitivity, numeric := call.Argument(2).String(), call.Argument(3).String(), call.Argument(4).ToBoolean()
			key := tag + sensitivity + strconv.FormatBool(numeric)
			c, ok := collators[key]
			if !ok {
				c = newCollator(tag, sensitivity, numeric)
				collators[key] = c
			}
			return r.vm.ToValue(c.CompareString(call.Argument(0).String(), call.Argument(1).String()))
		},
	}
}

func newCollator(tag, sensitivity string, numeric bool) *collate.Collator {
	var options []collate.Option
	switch sensitivity {
	case "base":
		options = append(options, collate.IgnoreCase, collate.IgnoreDiacritics, collate.IgnoreWidth)
	case "accent":
		options = append(options, collate.IgnoreCase, collate.IgnoreWidth)
	case "case":
		options = append(options, collate.IgnoreDiacritics)
	}
	if numeric {
		options = append(options, collate.Numeric)
	}
	return collate.New(language.Make(tag), options...)
}

// localTimeZone is the machine's time zone by its IANA name. Go knows the name only where
// TZ has it; otherwise it is that of the file which /etc/localtime stands for. What has no
// name is UTC, as in Chromium.
func localTimeZone() string {
	if name := time.Local.String(); name != "Local" && name != "" {
		return name
	}
	if path, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(filepath.ToSlash(path), "zoneinfo/"); ok {
			return name
		}
	}
	if text, err := os.ReadFile("/etc/timezone"); err == nil && len(text) > 1 {
		return strings.TrimSpace(string(text))
	}
	return "UTC"
}

// formatDecimal writes a decimal number, which may have a sign, in the way that zh-CN and
// en-US share: at least whole digits before the point, between least and most behind it, the
// last one rounded half away from zero (ECMA-402, section 16.5), and commas by thousands if
// grouped.
func formatDecimal(digits string, whole, least, most int, grouped bool) string {
	digits, negative := strings.CutPrefix(digits, "-")
	integer, fraction, _ := strings.Cut(digits, ".")
	if len(fraction) > most {
		up := fraction[most] >= '5'
		integer, fraction = round(integer, fraction[:most], up)
	}
	for len(fraction) > least && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	fraction += strings.Repeat("0", max(least-len(fraction), 0))
	integer = strings.Repeat("0", max(whole-len(integer), 0)) + integer
	if grouped {
		for i := len(integer) - 3; i > 0; i -= 3 {
			integer = integer[:i] + "," + integer[i:]
		}
	}
	if fraction != "" {
		integer += "." + fraction
	}
	if negative {
		return "-" + integer
	}
	return integer
}

// round adds one to the last digit if up.
func round(integer, fraction string, up bool) (string, string) {
	if !up {
		return integer, fraction
	}
	digits := []byte(integer + fraction)
	i := len(digits) - 1
	for ; i >= 0 && digits[i] == '9'; i-- {
		digits[i] = '0'
	}
	if i < 0 {
		digits = append([]byte{'1'}, digits...)
	} else {
		digits[i]++
	}
	at := len(digits) - len(fraction)
	return string(digits[:at]), string(digits[at:])
}
