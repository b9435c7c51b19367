package platform

import "maps"

// The sources of cells that are not the topic's own. What §4a and §4b call unknown, or
// do not speak of, is unknown here, and the documented contract is what is done.

var webSources = Sources{
	"listeners run":           "§2.3, golden/h5/refused",
	"task.send before open":   "golden/h5/send_before_open",
	"a connection that fails": "golden/h5/refused",
	"messages after close":    "golden/h5, §7a",
	"handshake timeout":       "§3.7",
	"sockets at once":         "§4b",
	"in the background":       "§4b",
	"send queue":              "§4b",
	"ws://":                   "§4a, §7a",
	"domain allow-list":       "§4b",
	"Referer":                 "§4a",
}

var appSources = Sources{
	"listeners run":                       "§2.3, golden/app",
	"task.send before open":               "golden/app/send_before_open",
	"messages after close":                "golden/app, §7a",
	"close before open":                   unknown,
	"close codes":                         "§2.2, B10; the plugin's are unknown",
	"handshake timeout":                   unknown,
	"one that ends without a close frame": unknown,
	"in the background":                   unknown,
	"compression offered":                 unknown,
	"Origin":                              unknown,
	"window, document, WebSocket …":       "§5",
}

var harmonySources = Sources{
	"without callbacks":                   unknown,
	"close before open":                   unknown,
	"close codes":                         unknown,
	"handshake timeout":                   unknown,
	"one that ends without a close frame": unknown,
	"a connection that fails":             "§3.6; whether a close follows is unknown",
	"messages after close":                unknown,
	"a task listener that throws":         unknown,
	"compression offered":                 unknown,
	"Origin":                              unknown,
	"url":                                 "§4a (2302001)",
}

var xSources = Sources{
	"handshake timeout":                   "§3.7, §4b",
	"messages after close":                unknown,
	"a task listener that throws":         unknown,
	"compression offered":                 unknown,
	"a connection that fails":             "§3.6",
	"one that ends without a close frame": "§3.8",
	"close codes":                         "§2.2, #78",
}

// vendorSources are those of a mini program of which nothing more is known than that
// the documents list it.
var vendorSources = Sources{
	"success of connectSocket":            unknown,
	"wrong arguments":                     "§1.0",
	"Origin":                              unknown,
	"compression offered":                 unknown,
	"handshake timeout":                   unknown,
	"global listeners":                    unknown,
	"listeners run":                       unknown,
	"a task listener that throws":         unknown,
	"open event":                          unknown,
	"error event":                         unknown,
	"close event":                         unknown,
	"task":                                unknown,
	"task.send before open":               unknown,
	"sendSocketMessage, not open":         unknown,
	"closeSocket without a socket":        unknown,
	"close codes":                         unknown,
	"messages after close":                unknown,
	"binary messages":                     unknown,
	"one that ends without a close frame": unknown,
	"in the background":                   unknown,
	"send queue":                          unknown,
	"option header":                       "docs/seed.md",
	"Referer":                             "docs/seed.md",
	"option protocols":                    unknown,
	"ws://":                               "docs/seed.md",
	"domain allow-list":                   "docs/seed.md",
	"close before open":                   "docs/seed.md",
	"a connection that fails":             "§3.6, GH#1619",
	"window, document, WebSocket …":       "§7b",
	"sockets at once":                     unknown,
}

// known is vendorSources with what is known.
func known(s Sources) Sources {
	all := maps.Clone(vendorSources)
	maps.Copy(all, s)
	return all
}

var (
	weixinSources = known(Sources{
		"success of connectSocket": "§1.1", "option header": "§4a", "Referer": "§4a", "option protocols": "§4a",
		"other options": "§4a", "compression offered": "§4a", "handshake timeout": "§3.7",
		"global listeners": "§1.4", "open event": "§2.4, #40", "error event": "§2.4", "close event": "§2.4",
		"task": "§2.1", "task.send before open": "§7b", "sendSocketMessage, not open": "§1.2",
		"closeSocket without a socket": "§1.3", "close codes": "§7b", "binary messages": "§4b",
		"one that ends without a close frame": "§3.8", "in the background": "§4b, #95", "sockets at once": "§4b, #87",
		"ws://": "§4a", "domain allow-list": "§4b, #93", "close before open": "§3.3, #82",
	})
	alipaySources = known(Sources{
		"option header": "§4a", "option protocols": "§4a", "handshake timeout": "§3.7", "global listeners": "§1.4",
		"error event": "§2.4", "message event": "§2.4", "task.send before open": "§1.2", "sendSocketMessage, not open": "§1.2",
		"binary messages": "§1.2, §2.4, #42, #72", "sockets at once": "§4b, #91", "ws://": "§4a, #94",
		"connectSocket returns": "§1.1, #91",
	})
	baiduSources = known(Sources{
		"option header": "§4a", "option protocols": "§4a", "connectSocket returns": "§4b, #89",
		"sockets at once": "§4b: several, the number is unknown", "task": "§7b", "open event": "§7b", "close event": "§7b", "error event": "§7b",
	})
	toutiaoSources = known(Sources{
		"success of connectSocket": "§1.1", "option header": "§4a", "option protocols": "§4a", "binary messages": "§4b",
		"close event": "§2.4", "sockets at once": "§4b, #90", "in the background": "§4b, #96", "domain allow-list": "§4b",
	})
	larkSources     = known(Sources{"option header": "§4a", "option protocols": "§4a", "sockets at once": "§4b, #90"})
	qqSources       = known(Sources{"open event": "§2.4", "binary messages": "§4b", "sockets at once": "§4b, #90", "domain allow-list": "§4b"})
	kuaishouSources = known(Sources{"option header": "§4a", "option protocols": "§4a", "sockets at once": "§4b"})
	hasSources      = known(Sources{
		"option header": "§4a", "Referer": "§4a", "option protocols": "§4a", "sockets at once": "§4b", "binary messages": "§4b",
		"open event": "§7b", "error event": "§7b", "close event": "§7b", "domain allow-list": "§4b",
	})
)
