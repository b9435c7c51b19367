package binding

import (
	"slices"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/core"
	"github.com/unisocket/uni/platform"
)

// messages delivers the messages of a socket to the script.
//
// To enter the engine and to leave it takes longer than most listeners do. So a loop
// in JavaScript takes message after message from Go, which does between two of them what
// the end of an event asks for. The engine is left where promise jobs wait: they run when
// the outermost call returns, behind the listener that made them and before the next
// message. What a single listener is not all there is to is dispatched as any event.
type messages struct {
	b     *Binding
	loops [core.Globals + 1]sobek.Callable
	take  sobek.Value // what the loops take messages from

	stream   core.Stream
	event    *core.Event // whose turn it is; nil between two
	sole     sole        // who gets it
	begun    bool        // the loop has it
	entered  bool        // the engine has come to the stream
	finished bool        // which has nothing more
}

// sole is the listener that is a message's only one, if audience is not Several.
type sole struct {
	audience core.Audience
	target   sobek.Value // what its loop is given
}

// messageLoops makes the loop of an audience. dataAlone says that an event's object has
// the property data and no other.
const messageLoops = `(function (ofTask, dataAlone) {
	'use strict';
	if (ofTask) {
		return dataAlone
			? (listener, take) => { let data; while ((data = take()) !== undefined) listener({ data }) }
			: (listener, take) => { let event; while ((event = take()) !== undefined) listener(event) };
	}
	return dataAlone
		? (record, take) => { let data; while ((data = take()) !== undefined) record.callback({ data }) }
		: (record, take) => { let event; while ((event = take()) !== undefined) record.callback(event) };
})`

var messageLoopsProgram = sobek.MustCompile("uni:messages", messageLoops, true)

// dataAlone says so of the platform.
func (m *messages) dataAlone() bool {
	return slices.Equal(m.b.layer.MessageFields, []platform.Field{platform.Data})
}

// messageLoops makes what delivers messages, when the first ones come.
func (b *Binding) messageLoops() *messages {
	if b.messages != nil {
		return b.messages
	}
	m := &messages{b: b}
	value := b.eventObject
	if m.dataAlone() {
		value = func(e *core.Event) sobek.Value { return b.messageData(e.Message, e.Task.ID()) }
	}
	m.take = b.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return m.nextFor(value) })
	b.messages = m
	return m
}

// loop is that of an audience.
func (m *messages) loop(a core.Audience) sobek.Callable {
	if m.loops[a] == nil {
		make, _ := sobek.AssertFunction(m.b.run(messageLoopsProgram))
		loop, err := make(sobek.Undefined(), m.b.vm.ToValue(a == core.OfTask), m.b.vm.ToValue(m.dataAlone()))
		m.b.must(err)
		m.loops[a], _ = sobek.AssertFunction(loop)
	}
	return m.loops[a]
}

// deliver is core.Config.Messages.
func (m *messages) deliver(s core.Stream) {
	m.stream, m.event, m.finished = s, nil, false
	for !m.finished {
		m.entered = false
		m.b.loop.event(m.macrotasks)
		if !m.entered {
			return // the script has ended
		}
	}
}

// macrotasks delivers messages until promise jobs have to run. It returns what a
// listener threw and nobody caught, behind which they have to run, too.
func (m *messages) macrotasks() error {
	m.entered = true
	for m.event != nil || m.advance() {
		var err error
		if m.sole.audience == core.Several {
			err = m.event.Dispatch()
			m.end()
		} else if _, thrown := m.loop(m.sole.audience)(sobek.Undefined(), m.sole.target, m.take); thrown != nil {
			err = m.threw(thrown)
		}
		if err != nil || !m.b.loop.another() {
			return err
		}
	}
	return nil
}

// threw does what the platform does with what the listener threw, and returns what
// nobody caught.
func (m *messages) threw(thrown error) error {
	e := m.event
	m.end()
	if e == nil {
		return m.b.caught(thrown) // the engine was interrupted between two
	}
	return e.Threw(m.b.caught(thrown))
}

// advance goes to the next message, and reports whether there is one.
func (m *messages) advance() bool {
	m.event = m.stream.Next()
	m.finished = m.event == nil
	if m.finished {
		return false
	}
	m.sole = m.b.soleListener(m.event)
	return true
}

func (m *messages) end() { m.event, m.begun = nil, false }

// nextFor is what a loop takes next: undefined is its end. value is what its listener
// gets of an event, or what the loop makes that of.
func (m *messages) nextFor(value func(*core.Event) sobek.Value) sobek.Value {
	if m.begun { // its listener has returned
		m.end()
		last := m.sole
		if !m.b.loop.another() || !m.advance() || m.sole != last {
			return sobek.Undefined()
		}
	}
	m.begun = true
	return value(m.event)
}

// soleListener is the only listener of a message, if there is only one.
func (b *Binding) soleListener(e *core.Event) sole {
	switch audience := e.Audience(); audience {
	case core.OfTask:
		if lists, ok := e.Task.Value.(*taskLists); ok {
			if known := b.known(lists, e.Kind); len(known) == 1 && (known[0] == b.messages.sole.target || isFunction(known[0])) {
				return sole{audience, known[0]}
			}
		}
	case core.Globals:
		if records := b.globals[e.Kind]; len(records) == 1 {
			return sole{audience, records[0]}
		}
	}
	return sole{}
}
