//go:build linux

package main

import "time"

// workload is a table of the report.
type workload struct {
	name string

	// Of one connection with traffic.
	content string // as programs/traffic.js names it
	window  int    // messages under way
	each    bool   // the server writes each echo by itself
	latency bool   // what counts is the round trip
	oneCPU  bool   // client and server share a processor

	// Of virtual users with a connection each that does nothing.
	users     int
	hold      time.Duration // for how long a user keeps it: longer than all take to connect
	reference bool          // measure users without connections, too
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

	users1000 = "1,000 virtual users"
	users5000 = "5,000 virtual users"
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
	{name: users1000, users: 1000, hold: 5 * time.Second, reference: true},
	{name: users5000, users: 5000, hold: 20 * time.Second},
}

// warmUp is what part of the messages is sent before those that count.
const warmUp = 10

// fewestMessages are enough for a warm-up of a window.
const fewestMessages = warmUp * window

// order is what a server is to do for a workload with traffic.
func (w *workload) order(messages int) order {
	if w.latency {
		messages /= 4
	}
	return order{Each: w.each, Laps: w.latency, WarmUp: messages / warmUp, Total: messages/warmUp + messages}
}
