package main

import (
	"fmt"
	"os"
	"os/signal"

	"github.com/unisocket/uni/devserver"
)

type serveCommand struct {
	Listen  string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen (${default}). Port 0 takes any that is free."`
	Verbose bool   `short:"v" help:"Write a line on standard error for every connection."`
}

// Run serves until Ctrl-C.
func (c *serveCommand) Run() error {
	config := devserver.Config{}
	if c.Verbose {
		config.Log = func(e devserver.Event) { fmt.Fprintln(os.Stderr, e) }
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	server, err := devserver.New(config)
	if err != nil {
		return err
	}
	if err := server.Start(c.Listen); err != nil {
		return usage(fmt.Errorf("--listen %s: %w", c.Listen, err))
	}
	fmt.Printf("listening on %s and %s\n", server.URL(), server.SecureURL())
	for _, e := range devserver.Endpoints() {
		fmt.Printf("  %-12s %s\n", e.Path, e.About)
	}
	fmt.Println("Ctrl-C ends it.")
	<-interrupted
	signal.Stop(interrupted) // a second one ends at once
	return server.Close()
}
