// Package check compares what one script did on several platforms.
//
// Each platform's run leaves a [Recording]: the lines that happened, in order, the
// failures, and the diagnostics. A run is a process of its own, which writes its
// recording as JSON Lines with a [Writer]; [Read] reads it on the other side, and
// [Run] has several of them at work at a time. [Compare] puts the recordings beside
// one of them, the baseline, and gives a [Report]: a verdict for each platform, the
// differences with the platforms that each concerns, and the diagnostics that
// explain them. [Reports] holds those of several scripts and writes them for a
// terminal, as JSON, for a CI server (JUnit), and as a page (HTML).
//
// A line is a text with a kind and the number of a task; what a socket is the
// package does not know.
package check
