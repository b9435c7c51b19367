package js

import (
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js/inspect"
)

// table is console.table: a row for each property of an object (or entry of a map
// or set), a column for each property that any row has, and a column Values for
// rows that are no objects. What is no object at all is logged.
func (c *console) table(call sobek.FunctionCall) {
	data, ok := call.Argument(0).(*sobek.Object)
	if !ok {
		c.out(call)
		return
	}
	var only []string
	filtered := false
	if list, ok := call.Argument(1).(*sobek.Object); ok {
		filtered = true
		for _, key := range list.Keys() {
			only = append(only, list.Get(key).String())
		}
	}

	const values = "\x00Values" // no property's name
	header := []string{"(index)"}
	var rows []map[string]string
	var index []string
	var keys []string
	hasKey, hasValues := false, false
	var mapKeys []string

	cell := func(v sobek.Value) string {
		opts := inspect.Options{Depth: 0}
		return c.r.inspector.Value(v, opts)
	}
	addRow := func(name string, v sobek.Value) {
		row := make(map[string]string)
		o, isObject := v.(*sobek.Object)
		if isObject {
			if _, isFunction := sobek.AssertFunction(o); isFunction {
				isObject = false
			}
		}
		if !isObject {
			row[values] = cell(v)
			hasValues = true
		} else {
			for _, key := range o.Keys() {
				if filtered && !slices.Contains(only, key) {
					continue
				}
				if !filtered && !slices.Contains(keys, key) {
					keys = append(keys, key)
				}
				row[key] = cell(o.Get(key))
			}
		}
		index = append(index, name)
		rows = append(rows, row)
	}
	switch class := c.r.inspector.Class(data); class {
	case "Map", "Set":
		header[0] = "(iteration index)"
		forEach, _ := sobek.AssertFunction(data.Get("forEach"))
		_, err := forEach(data, c.r.vm.ToValue(func(each sobek.FunctionCall) sobek.Value {
			if class == "Map" {
				hasKey = true
				mapKeys = append(mapKeys, cell(each.Argument(1)))
			}
			addRow(strconv.Itoa(len(rows)), each.Argument(0))
			return sobek.Undefined()
		}))
		if err != nil {
			panic(err)
		}
	default:
		for _, key := range data.Keys() {
			addRow(key, data.Get(key))
		}
	}
	if filtered {
		keys = only
	}
	if hasKey {
		header = append(header, "Key")
	}
	header = append(header, keys...)
	if hasValues {
		header = append(header, "Values")
		keys = append(keys, values)
	}
	lines := [][]string{header}
	for i, row := range rows {
		line := []string{index[i]}
		if hasKey {
			line = append(line, mapKeys[i])
		}
		for _, key := range keys {
			line = append(line, row[key])
		}
		lines = append(lines, line)
	}
	c.print(c.r.stdout, drawTable(lines))
}

// drawTable draws lines, of which the first is the header, in a frame.
func drawTable(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, text := range line {
			widths[i] = max(widths[i], inspect.Width(text)+2)
		}
	}
	var b strings.Builder
	rule := func(left, middle, right string) {
		for i, w := range widths {
			if i == 0 {
				b.WriteString(left)
			} else {
				b.WriteString(middle)
			}
			b.WriteString(strings.Repeat("─", w))
		}
		b.WriteString(right)
	}
	rule("┌", "┬", "┐\n")
	for n, line := range lines {
		for i, text := range line {
			b.WriteString("│ " + text + strings.Repeat(" ", widths[i]-inspect.Width(text)-1))
		}
		b.WriteString("│\n")
		if n == 0 {
			rule("├", "┼", "┤\n")
		}
	}
	rule("└", "┴", "┘")
	return b.String()
}
