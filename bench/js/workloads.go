//go:build linux

package main

// workload is a table of the report.
type workload struct {
	name    string
	content string // as programs/traffic.js names it
	window  int    // messages under way
	each    bool   // the server writes each echo by itself
	latency bool   // what counts is the round trip
	oneCPU  bool   // client and server share a processor
}

const window = 256

const (
	each   = "64 B, each echo written by itself"
	merged = "64 B, echoes of a read merged"
	trip   = "ping-pong 64 B"
	tripOn = "ping-pong 64 B, client and server on one processor"

	jsonEach      = "JSON, each echo written by itself"
	jsonMerged    = "JSON, echoes of a read merged"
	chineseEach   = "JSON in Chinese, each echo written by itself"
	chineseMerged = "JSON in Chinese, echoes of a read merged"
)

// workloads are all tables, in the order of the report.
var workloads = []*workload{
	{name: each, content: "text", window: window, each: true},
	{name: merged, content: "text", window: window},
	{name: trip, content: "text", window: 1, each: true, latency: true},
	{name: tripOn, content: "text", window: 1, each: true, latency: true, oneCPU: true},
	{name: jsonEach, content: "json", window: window, each: true},
	{name: jsonMerged, content: "json", window: window},
	{name: chineseEach, content: "chinese", window: window, each: true},
	{name: chineseMerged, content: "chinese", window: window},
}

// warmUp is what part of the messages is sent before those that count.
const warmUp = 10

// fewestMessages are enough for a warm-up of a window.
const fewestMessages = warmUp * window

// order is what a server is to do for the workload.
func (w *workload) order(messages int) order {
	if w.latency {
		messages /= 4
	}
	return order{Each: w.each, Laps: w.latency, WarmUp: messages / warmUp, Total: messages/warmUp + messages}
}
