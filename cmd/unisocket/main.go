// Command unisocket runs uni-app socket code on this machine.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/unisocket/uni/platform"
)

// The exit statuses: 0 is success.
const (
	statusFailed = 1 // the script failed
	statusUsage  = 2 // it could not be run as asked
)

// commands is the command line.
type commands struct {
	Run       runCommand       `cmd:"" help:"Run a script that uses uni-app's sockets."`
	Check     checkCommand     `cmd:"" help:"Run scripts on every platform and show what differs."`
	Bundle    bundleCommand    `cmd:"" help:"Bundle a script into one file that k6 runs as a virtual user, with unisocket-k6."`
	Platforms platformsCommand `cmd:"" help:"Show what the platforms do, each with its source."`
	Serve     serveCommand     `cmd:"" help:"Serve the echo and scenario endpoints to run scripts against, and answer plain HTTP requests with JSON of them."`
}

func main() {
	// The heap is small: without this the collector would run all the time, for the first
	// time before a script begins.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	var c commands
	parser, err := kong.New(&c,
		kong.Name("unisocket"),
		kong.Description("Runs uni-app socket code as the platforms do, without a phone, a browser or an IDE."),
		kong.Vars{"platforms": strings.Join(platform.Names(), ", ")},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		fmt.Fprintln(os.Stderr, "unisocket:", err)
		return statusUsage
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "unisocket: %v\nunisocket --help lists the commands, unisocket COMMAND --help their flags\n", err)
		return statusUsage
	}
	return status(ctx.Run())
}

// failure is an error with an exit status of its own. Without an error there is
// nothing left to say.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string {
	if f.err == nil {
		return ""
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// usage is an error of how the command was called.
func usage(err error) error { return &failure{statusUsage, err} }

func status(err error) int {
	if err == nil {
		return 0
	}
	code := statusFailed
	var f *failure
	if errors.As(err, &f) {
		code = f.status
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(os.Stderr, "unisocket:", text)
	}
	return code
}
