package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/unisocket/uni/check"
	"github.com/unisocket/uni/manifest"
	"github.com/unisocket/uni/platform"
)

type checkCommand struct {
	Files []string `arg:"" name:"file" help:"The scripts or modules: JavaScript or TypeScript."`

	settings
	Platforms []string `short:"p" placeholder:"NAME[@VERSION],…" help:"The platforms to run on, with commas between them: ${platforms}. All but standard unless given."`
	Baseline  string   `placeholder:"NAME" help:"The platform that the others are compared with: h5, or the first one where that is not among them."`
	Remote    bool     `help:"Run against the real servers; otherwise an embedded one answers for every host name."`
	For       duration `default:"10s" placeholder:"DURATION" help:"How long a script may run, at most (${default})."`
	Parallel  int      `placeholder:"N" help:"How many platforms are run at a time; 8 unless given, for they wait more than they work."`
	Strict    bool     `help:"Take portability problems for failures: the exit status is 1 if there is one."`

	JSON  bool   `name:"json" help:"Write the report as JSON."`
	JUnit bool   `name:"junit" help:"Write the report as JUnit XML, for a CI server."`
	HTML  string `name:"html" placeholder:"FILE" help:"Write a page with the report, too."`
}

// Run runs each script on every platform and compares.
func (c *checkCommand) Run() error {
	switch {
	case c.JSON && c.JUnit:
		return usage(errors.New("--json and --junit: want one of them"))
	case c.Parallel < 0:
		return usage(fmt.Errorf("--parallel %d: want a positive number", c.Parallel))
	case c.Parallel == 0:
		c.Parallel = 8
	}
	for i, name := range c.Platforms {
		c.Platforms[i] = strings.TrimSpace(name)
	}
	// What is wrong with the files is said once, before anything runs.
	for _, file := range c.Files {
		switch info, err := os.Stat(file); {
		case err != nil:
			return usage(fmt.Errorf("%s: %w", file, errors.Unwrap(err)))
		case !info.Mode().IsRegular():
			return usage(fmt.Errorf("%s: is no file; name the scripts that are to run", file))
		}
	}
	if c.HTML != "" {
		if err := writeFile(c.HTML, func(io.Writer) error { return nil }); err != nil {
			return usage(fmt.Errorf("--html: %w", err))
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var reports check.Reports
	for _, file := range c.Files {
		report, err := c.check(ctx, file)
		if err != nil {
			return usage(err)
		}
		if ctx.Err() != nil {
			return errInterrupted
		}
		reports = append(reports, report)
	}
	if err := c.write(reports); err != nil {
		return err
	}
	found := 0
	for _, r := range reports {
		found += len(r.Diagnostics)
	}
	switch {
	case reports.Failed():
		return &failure{status: statusFailed}
	case c.Strict && found > 0:
		return &failure{statusFailed, fmt.Errorf("--strict: %s", count(found, "portability problem"))}
	}
	return nil
}

// check runs one script.
func (c *checkCommand) check(ctx context.Context, file string) (*check.Report, error) {
	m, err := c.manifestOf(file)
	if err != nil {
		return nil, err
	}
	if _, _, err := c.hidden(); err != nil {
		return nil, err
	}
	targets, err := c.targets(m)
	if err != nil {
		return nil, err
	}
	baseline, err := c.baseline(targets)
	if err != nil {
		return nil, err
	}
	for _, t := range targets {
		if _, err := c.app(file, t.Platform, false); err != nil {
			return nil, err
		}
	}
	dir, err := os.MkdirTemp("", "unisocket-check-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	progress := c.progress(len(targets))
	recordings := check.Run(ctx, targets, c.Parallel, func(ctx context.Context, t check.Target) check.Recording {
		return c.child(ctx, dir, file, t)
	}, progress.Watch)
	progress.Close()
	if ctx.Err() != nil {
		return nil, nil
	}
	report, err := check.Compare(recordings, baseline)
	if err != nil {
		return nil, err
	}
	report.Script = file
	return report, nil
}

// targets are the platforms that are asked for, with the Vue that is; of all those
// without it are left out.
func (c *checkCommand) targets(m *manifest.Manifest) ([]check.Target, error) {
	vue, err := c.vue(m)
	if err != nil {
		return nil, err
	}
	names := c.Platforms
	if len(names) == 0 {
		names = slices.DeleteFunc(platform.Names(), func(name string) bool {
			p, err := platform.Lookup(name, vue)
			return err != nil || p == platform.Standard()
		})
	}
	var targets []check.Target
	for _, name := range names {
		p, err := platform.Lookup(name, vue)
		if err != nil {
			return nil, err
		}
		t := check.Target{Platform: name, Vue: p.Vue, Title: p.Title}
		if !slices.Contains(targets, t) {
			targets = append(targets, t)
		}
	}
	return targets, nil
}

// baseline is the name of the baseline among the targets.
func (c *checkCommand) baseline(targets []check.Target) (string, error) {
	want := c.Baseline
	if want == "" {
		want = platform.H5().Name
	}
	var names []string
	for _, t := range targets {
		if t.Platform == want || t.Name() == want {
			return t.Name(), nil
		}
		names = append(names, t.Platform)
	}
	if c.Baseline == "" {
		return targets[0].Name(), nil
	}
	return "", fmt.Errorf("--baseline %s: it is not among the platforms: %s", c.Baseline, strings.Join(names, ", "))
}

// grace is how much longer than --for a child may take to start and to end.
const grace = 10 * time.Second

// child runs the script on one platform, in a process of its own.
func (c *checkCommand) child(ctx context.Context, dir, file string, t check.Target) check.Recording {
	crash := func(format string, args ...any) check.Recording {
		return check.Recording{Failures: []check.Failure{{Kind: check.FailureCrash, Text: fmt.Sprintf(format, args...)}}}
	}
	self, err := os.Executable()
	if err != nil {
		return crash("this program cannot find itself: %v", err)
	}
	path := filepath.Join(dir, t.Platform+"-"+strconv.Itoa(t.Vue)+".jsonl")
	ctx, cancel := context.WithTimeout(ctx, time.Duration(c.For)+grace)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, c.arguments(path, file, t)...)
	cmd.Args[0] = os.Args[0]
	var said bytes.Buffer
	cmd.Stderr = &said
	failed := cmd.Run()
	recorded, err := os.Open(path)
	if err != nil {
		return crash("%s", strings.TrimPrefix(strings.TrimSpace(said.String()), "unisocket: "))
	}
	defer recorded.Close()
	r, err := check.Read(recorded)
	switch {
	case err != nil:
		return crash("%v", err)
	case ctx.Err() == context.DeadlineExceeded:
		r.Failures = append(r.Failures, check.Failure{Kind: check.FailureCrash, Text: fmt.Sprintf("the script was busy and did not end within %v", time.Duration(c.For)+grace)})
	case failed != nil && len(r.Failures) == 0:
		r.Failures = append(r.Failures, check.Failure{Kind: check.FailureCrash, Text: failed.Error() + "\n" + said.String()})
	}
	return r
}

// arguments are those of the child.
func (c *checkCommand) arguments(record, file string, t check.Target) []string {
	args := []string{"run", "--record", record, "-p", t.Platform, "--for", time.Duration(c.For).String(), "--mode", c.Mode}
	if t.Vue != 0 {
		args = append(args, "--vue", strconv.Itoa(t.Vue))
	}
	add := func(flag string, values ...string) {
		for _, v := range values {
			if v != "" {
				args = append(args, flag+"="+v)
			}
		}
	}
	add("--manifest", c.Manifest)
	add("--page", c.Page)
	add("--header", c.Header...)
	add("--allow", c.Allow...)
	add("--ca", c.CA)
	add("--storage", c.Storage)
	add("--query", c.Query)
	if c.Memory > 0 {
		add("--memory", c.Memory.String())
	}
	for flag, d := range map[string]duration{"--hide": c.Hide, "--show": c.Show, "--timeout": c.Timeout} {
		if d > 0 {
			add(flag, time.Duration(d).String())
		}
	}
	if c.URLCheck != nil {
		add("--url-check", strconv.FormatBool(*c.URLCheck))
	}
	if c.Decline {
		args = append(args, "--decline")
	}
	if c.Insecure {
		args = append(args, "--insecure")
	}
	if !c.Remote {
		args = append(args, "--local")
	}
	return append(args, "--", file)
}

// progress is drawn on a terminal alone.
func (c *checkCommand) progress(total int) *check.Progress {
	if !term.IsTerminal(int(os.Stderr.Fd())) {
		return nil
	}
	return check.NewProgress(os.Stderr, total, widthOf(os.Stderr))
}

// widthOf is how many columns a terminal has; 0 is no terminal.
func widthOf(f *os.File) int {
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// write writes the reports in the forms that are asked for.
func (c *checkCommand) write(reports check.Reports) error {
	if c.HTML != "" {
		if err := writeFile(c.HTML, func(w io.Writer) error { return reports.WriteHTML(w, time.Now()) }); err != nil {
			return usage(fmt.Errorf("--html: %w", err))
		}
	}
	switch {
	case c.JSON:
		return reports.WriteJSON(os.Stdout)
	case c.JUnit:
		return reports.WriteJUnit(os.Stdout)
	}
	color := term.IsTerminal(int(os.Stdout.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return reports.WriteText(os.Stdout, color, widthOf(os.Stdout))
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
