package check_test

import (
	"testing"

	"github.com/unisocket/uni/check"
)

func TestNormalise(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"text without a number", "log: hello", "log: hello"},
		{"a close code", "close 1000", "close 1000"},
		{"a phone number of 11 digits", "log: 13800138000", "log: 13800138000"},
		{"milliseconds since 1970", "id_1763827139000,1763827139001", "id_<time>,<time>"},
		{"seconds since 1970", "log: 1763827139", "log: <time>"},
		{"the same with a fraction", "log: 1763827139.25", "log: <time>"},
		{"a number of 10 digits that is no time near today's", "log: 1234567890", "log: 1234567890"},
		{"an ISO time", `log: "2026-01-31T09:05:00.123Z"`, `log: "<time>"`},
		{"one with a zone", "at 2026-01-31 09:05:00+08:00.", "at <time>."},
		{"an ISO date", "on 2026-01-31", "on <time>"},
		{"a Date", "log: Sat Jan 31 2026 09:05:00 GMT+0800 (China Standard Time)", "log: <time>"},
		{"a Date in UTC", "log: Sat, 31 Jan 2026 09:05:00 GMT", "log: <time>"},
		{"a date as in China", "log: 2026/1/31 09:05:00", "log: <time>"},
		{"a date as in the USA", "log: 1/31/2026, 9:05:00 AM", "log: <time>"},
		{"a clock's time", "log: [09:05:00.123] hello", "log: [<time>] hello"},
		{"a line and a column", "at chat.js:12:34", "at chat.js:12:34"},
		{"milliseconds", "log: took 12ms", "log: took <duration>"},
		{"seconds", "log: took 1.5 s", "log: took <duration>"},
		{"a duration in Chinese", "log: 用了12毫秒", "log: 用了<duration>"},
		{"a plural that is no duration", "log: 3 sockets", "log: 3 sockets"},
		{"a UUID", "log: 123E4567-e89b-12d3-a456-426614174000!", "log: <uuid>!"},
		{"a port of this machine", "ws://127.0.0.1:38211/echo", "ws://127.0.0.1:<port>/echo"},
		{"one of localhost", "localhost:8080 and wss://localhost:443", "localhost:<port> and wss://localhost:<port>"},
		{"one of IPv6", "ws://[::1]:9", "ws://[::1]:<port>"},
		{"a port of another machine", "ws://example.com:8080", "ws://example.com:8080"},
		{"a long hexadecimal id", "trace 4bf92f3577b34da6a3ce929d0e0e4736", "trace <id>"},
		{"a short one", "color deadbeef01", "color deadbeef01"},
		{"much of a letter", "message \"aaaaaaaaaaaaaaaaaaaaaaaa\"", "message \"aaaaaaaaaaaaaaaaaaaaaaaa\""},
		{"Math.random", "log: 0.8437519820", "log: <random>"},
		{"a short decimal", "log: 0.25", "log: 0.25"},
		{"the server's proof", "'Sec-WebSocket-Accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='", "'Sec-WebSocket-Accept': '<accept>'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := check.Normalise(c.text); got != c.want {
				t.Errorf("%q is %q, want %q", c.text, got, c.want)
			}
		})
	}
}
