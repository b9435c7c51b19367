package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unisocket/uni/diagnostic"
	"github.com/unisocket/uni/internal/collector"
	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/trace"
)

const (
	// connecting is how many sockets may be on their way before the next instance waits
	// for them: fewer than the connections that any system's listener queues. It waits no longer than
	// startPatience for a server that does not answer.
	connecting    = 100
	startPatience = time.Second

	// How often the line of progress is written: on a terminal, and elsewhere.
	liveInterval = collector.Interval
	logInterval  = 10 * time.Second

	// What the collector chooses GOGC between, and what it begins with, while instances are
	// made.
	leastGC    = 25
	mostGC     = 200
	startingGC = 50
)

// checkInstances looks at the flags about many copies.
func (c *runCommand) checkInstances() error {
	switch {
	case c.Instances < 1:
		return fmt.Errorf("--instances %d: want a positive number", c.Instances)
	case c.PerRuntime < 1:
		return fmt.Errorf("--per-runtime %d: want a positive number", c.PerRuntime)
	case c.PerRuntime > 1 && c.Instances == 1:
		return errors.New("--per-runtime: it says how many of the copies of --instances share a runtime")
	case c.Rate < 0:
		return fmt.Errorf("--rate %v: want a positive number of instances a second", c.Rate)
	case c.Rate > 0 && c.Instances == 1:
		return errors.New("--rate: it says how fast the copies of --instances are started")
	case c.Record != "" && c.Instances > 1:
		return errors.New("--record: it writes down a single script, without --instances")
	}
	return nil
}

// many are the copies of a script that run side by side.
type many struct {
	*session
	program *js.Program
	limits  js.Limits
	display *display
	lines   *trace.Lines // of --verbose, or nil
	started time.Time
	counts  core.Counts

	all        sync.WaitGroup // of the instances
	launched   atomic.Int64
	ended      atomic.Int64
	failed     atomic.Int64
	errors     atomic.Int64 // that nothing caught, and sockets that broke are not among them
	complaints complaints
	most       int64 // memory

	mu       sync.Mutex
	told     map[string]bool // lines and problems that are told once
	problems int
	limit    *js.LimitError // that stopped an instance first
	refused  error          // why the script cannot be run at all
}

// runMany runs the copies to their ends.
func (s *session) runMany(ctx context.Context) error {
	copies := min(s.command.PerRuntime, s.command.Instances)
	if copies > 1 {
		s.app.On(s.app.Platform.Shared(copies))
	}
	config := s.app.script(s.command.File)
	config.Stderr, config.Copies = os.Stderr, copies
	program, err := js.Compile(config)
	if err != nil {
		return usage(err)
	}
	m := &many{
		session: s, program: program, limits: s.command.limits.forScripts(), display: newDisplay(os.Stderr),
		started: time.Now(), told: map[string]bool{},
	}
	if s.command.Verbose {
		m.lines = trace.NewLines(os.Stderr)
	}
	s.end.report = m.report
	defer s.end.watch(time.Duration(s.command.For))()

	stop := m.tellProgress()
	m.start(ctx)
	m.all.Wait()
	stop()
	m.report()
	return m.outcome()
}

// outcome is what the run came to.
func (m *many) outcome() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.refused != nil:
		return usage(m.refused)
	case m.limit != nil:
		return told(m.limit)
	case m.failed.Load() > 0:
		return &failure{status: statusFailed}
	case m.command.Strict && m.problems > 0:
		return &failure{statusFailed, fmt.Errorf("--strict: %s", count(m.problems, "portability problem"))}
	}
	return m.end.reason()
}

// start starts the instances, until the run is ended.
func (m *many) start(ctx context.Context) {
	working := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := 0; i < m.command.Instances; i += m.command.PerRuntime {
		if !m.mayStart(ctx, i) {
			return
		}
		settled := func() {}
		select {
		case working <- struct{}{}:
			settled = func() { <-working }
		case <-time.After(startPatience): // those that begin do not come to an end
		}
		copies := min(m.command.PerRuntime, m.command.Instances-i)
		m.launched.Add(int64(copies))
		m.all.Add(1)
		go m.run(ctx, i+1, copies, settled)
	}
}

// mayStart waits until it is time for the next instance; it is false when there is none
// to be any more.
func (m *many) mayStart(ctx context.Context, i int) bool {
	at := m.started.Add(startPatience)
	if m.command.Rate > 0 {
		at = m.started.Add(time.Duration(float64(i) / m.command.Rate * float64(time.Second)))
	} else if now := time.Now(); now.After(m.started) {
		at = now.Add(startPatience)
	}
	for {
		select {
		case <-m.end.over:
			return false
		case <-ctx.Done():
			return false
		default:
		}
		left := time.Until(at)
		if left <= 0 || m.command.Rate == 0 && m.counts.Connecting.Load() < connecting {
			return true
		}
		time.Sleep(min(left, time.Millisecond))
	}
}

// run runs one instance, or the copies that share a runtime. settled is called when it has done what it does at its
// beginning.
func (m *many) run(ctx context.Context, number, copies int, settled func()) {
	settled = sync.OnceFunc(settled)
	var once sync.Once
	finished := func(err error) {
		once.Do(func() {
			settled()
			m.finished(err, copies)
			m.all.Done()
		})
	}
	o := m.outputs(number, copies)
	a := m.app.copied()
	a.tells(o)
	config, cleanUp := m.configure(&a, o)
	config.Instance, config.Copies = number, copies
	config.Modules, config.Entry = nil, nil // the program has them
	config.Failed = func(f js.Failure) {
		m.errors.Add(1)
		m.complaints.add(o.stderr, f.Text)
	}
	config.Limits = m.limits
	config.Limits.Stuck = func(e *js.LimitError) { m.stuck(o, e, copies, finished) }
	install := config.Install
	config.Install = func(r *js.Runtime) error {
		port := r.Loop().Acquire()
		defer port.Release()
		port.Post(settled) // behind the script's first turn
		return install(r)
	}
	m.program.Start(ctx, config, func(err error) {
		cleanUp()
		finished(err)
	})
}

// outputs are those of an instance.
func (m *many) outputs(number, copies int) outputs {
	prefix := fmt.Sprintf("[%d] ", number)
	if copies > 1 {
		prefix = fmt.Sprintf("[%d-%d] ", number, number+copies-1)
	}
	o := outputs{
		stdout:   &prefixed{m.display, os.Stdout, prefix},
		stderr:   &prefixed{m.display, os.Stderr, prefix},
		tellOnce: m.tellOnce,
		counts:   &m.counts,
		store:    m.store.Clone(),
	}
	if m.command.Diagnostics || m.command.Strict {
		o.diagnose = m.diagnose
	}
	if m.lines != nil {
		o.observer = m.lines.To(o.stderr)
		return o
	}
	o.broke = func(task int, url string, cause error) { m.complaints.add(o.stderr, breakText(task, url, cause)) }
	o.noAnswer = func(url string, cause error) { m.complaints.add(o.stderr, noAnswerText(url, cause)) }
	return o
}

// tellOnce writes a line that is not repeated, whoever says it.
func (m *many) tellOnce(line string) {
	if m.first(line) {
		m.display.write(os.Stderr, []byte(line+"\n"))
	}
}

// first reports whether a text comes for the first time.
func (m *many) first(text string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.told[text] {
		return false
	}
	m.told[text] = true
	return true
}

// diagnose tells of a portability problem, once a place.
func (m *many) diagnose(d diagnostic.Diagnostic) {
	if !m.first(d.Name + " " + d.Place.String()) {
		return
	}
	m.mu.Lock()
	m.problems++
	m.mu.Unlock()
	if m.command.Diagnostics {
		m.display.write(os.Stderr, []byte(problemText(d)))
	}
}

// finished keeps the books of an instance that has ended.
func (m *many) finished(err error, copies int) {
	m.ended.Add(int64(copies))
	script := (*js.ScriptError)(nil)
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return
	case errors.As(err, &script):
		m.failed.Add(int64(copies))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if limit := (*js.LimitError)(nil); errors.As(err, &limit) && m.limit == nil {
		m.limit = limit
	}
	if script == nil && m.refused == nil {
		m.refused = err // by Install, as any other would be
		m.end.cancel()
	}
}

// stuck leaves an instance behind that does not come out of a built-in function. Where
// that takes memory, there is no time.
func (m *many) stuck(o outputs, e *js.LimitError, copies int, finished func(error)) {
	m.errors.Add(1)
	m.complaints.add(o.stderr, e.Text)
	m.failed.Add(int64(copies))
	finished(nil)
	m.mu.Lock()
	if m.limit == nil {
		m.limit = e
	}
	m.mu.Unlock()
	if e.Limit == js.LimitMemory || e.Limit == js.LimitStack {
		m.report()
		os.Exit(status(told(e)))
	}
}

// tellProgress writes the line of progress until stop is called.
func (m *many) tellProgress() (stop func()) {
	interval := logInterval
	if m.display.terminal() {
		interval = liveInterval
	}
	done := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		ticker := time.NewTicker(liveInterval)
		defer ticker.Stop()
		gc := collector.New(leastGC, mostGC, startingGC)
		sent, received, last := int64(0), int64(0), m.started
		for {
			select {
			case <-done:
				return
			case now := <-ticker.C:
				m.most = max(m.most, residentMemory())
				if m.launched.Load() == int64(m.command.Instances) {
					gc.Tune()
				}
				if now.Sub(last) < interval {
					continue
				}
				nowSent, nowReceived, seconds := m.counts.Sent.Load(), m.counts.Received.Load(), now.Sub(last).Seconds()
				m.display.show(m.progress(float64(nowSent-sent)/seconds, float64(nowReceived-received)/seconds))
				sent, received, last = nowSent, nowReceived, now
			}
		}
	})
	return func() {
		close(done)
		writer.Wait()
		if m.display.terminal() {
			m.display.show("")
		}
	}
}

// progress is the line, with the messages of a second.
func (m *many) progress(sent, received float64) string {
	c := &m.counts
	parts := []string{
		fmt.Sprintf("%d running", m.launched.Load()-m.ended.Load()),
		fmt.Sprintf("%d connected", c.Open.Load()),
	}
	if n := c.Connecting.Load(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d connecting", n))
	}
	parts = append(parts,
		fmt.Sprintf("%d sent (%.0f/s)", c.Sent.Load(), sent),
		fmt.Sprintf("%d received (%.0f/s)", c.Received.Load(), received),
		count(int(m.errors.Load()), "error"),
	)
	if n := c.Broken.Load(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d broken", n))
	}
	if n := m.ended.Load(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d ended", n))
	}
	return strings.Join(append(parts, js.Bytes(residentMemory()).String()), ", ")
}

// report writes what the run was.
func (m *many) report() {
	lines := m.complaints.summary()
	started := count(int(m.launched.Load()), "instance")
	if n := m.launched.Load(); n < int64(m.command.Instances) {
		started = fmt.Sprintf("%d of %s", n, count(m.command.Instances, "instance"))
	}
	c := &m.counts
	lines = append(lines, fmt.Sprintf("%s, %d failed; %s opened, %d broken; %s sent, %d received; %s",
		started, m.failed.Load(), count(int(c.Opened.Load()), "connection"), c.Broken.Load(),
		count(int(c.Sent.Load()), "message"), c.Received.Load(), count(int(m.errors.Load()), "error")))
	lines = append(lines, fmt.Sprintf("%s at most, %v", js.Bytes(max(m.most, residentMemory())), time.Since(m.started).Round(100*time.Millisecond)))
	for _, line := range lines {
		m.display.write(os.Stderr, []byte("unisocket: "+line+"\n"))
	}
}

// goMemory is what the runtime of Go has of the machine's memory.
func goMemory() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
