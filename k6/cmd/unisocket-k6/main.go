// Command unisocket-k6 is k6 with uni-app's sockets as the module k6/x/uni.
//
// Of its own accord it sends nothing to anybody: k6's reports of usage, and its looking for
// extensions that it lacks on a server of Grafana's, are off unless the environment has
// K6_NO_USAGE_REPORT or K6_AUTO_EXTENSION_RESOLUTION.
package main

import (
	"os"

	"go.k6.io/k6/v2/cmd"

	"github.com/unisocket/uni/internal/collector"
	_ "github.com/unisocket/uni/k6"
)

func main() {
	beQuiet()
	room.Keep()
	cmd.Execute()
}

// room is what the heap may grow by before garbage is collected: a few virtual users that
// exchange many messages make much of it and use little, and thousands use much.
var room = collector.Room{Bytes: 32 << 20, Least: 50, Most: 400}

var quiet = map[string]string{
	"K6_NO_USAGE_REPORT":           "true",
	"K6_AUTO_EXTENSION_RESOLUTION": "false",
}

func beQuiet() {
	for name, value := range quiet {
		if _, given := os.LookupEnv(name); !given {
			os.Setenv(name, value)
		}
	}
}
