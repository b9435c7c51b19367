//go:build race

package websocket

// raceDetector tells that the tests run under the race detector, which makes
// the largest of them too slow: they shrink, and say so.
const raceDetector = true
