package main

import (
	"os"

	"github.com/unisocket/uni/platform"
)

type platformsCommand struct {
	Names []string `arg:"" optional:"" name:"name" help:"The platforms, such as mp-weixin or mp-weixin@1.6.0. All of them unless given."`

	Vue      int  `placeholder:"2|3" help:"The version of Vue; the newest unless given."`
	JSON     bool `name:"json" xor:"form" help:"Write the table as JSON."`
	Markdown bool `xor:"form" help:"Write the table as Markdown, as in docs/platforms.md."`
}

// Run prints the table.
func (c *platformsCommand) Run() error {
	if err := checkVue(c.Vue); err != nil {
		return usage(err)
	}
	var list []*platform.Platform
	for _, name := range c.Names {
		p, err := platform.Lookup(name, c.Vue)
		if err != nil {
			return usage(err)
		}
		list = append(list, p)
	}
	if len(c.Names) == 0 {
		for _, p := range platform.All() {
			if c.Vue == 0 || p.Vue == c.Vue || p.Vue == 0 {
				list = append(list, p)
			}
		}
	}
	table := platform.Table(list)
	switch {
	case c.JSON:
		return table.WriteJSON(os.Stdout)
	case c.Markdown:
		return table.WriteMarkdown(os.Stdout)
	}
	return table.WriteText(os.Stdout, widthOf(os.Stdout))
}
