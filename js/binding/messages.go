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
	loops map[loopKind]sobek.Callable
	take  sobek.Value  // what the loops take messages from
	run   func() error // macrotasks

	dataAlone bool  // an event's object has the property data and no other
	global    habit // of the global listener

	stream   core.Stream
	event    *core.Event // whose turn it is; nil between two
	sole     sole        // who gets it
	begun    bool        // the loop has it
	entered  bool        // the engine has come to the stream
	finished bool        // which has nothing more
}

// sole is the listener that is a message's only one, if audience is not Several.
type sole struct {
	loopKind
	target sobek.Value // what its loop is given
}

// loopKind is what a loop has to do.
type loopKind struct {
	audience core.Audience
	borrows  bool // see habit
}

// messageLoops makes a loop. dataAlone says that an event's object has the property data
// and no other, and borrows that the listener does not keep it.
const messageLoops = `(function (ofTask, dataAlone, borrows) {
	'use strict';
	if (borrows) {
		return ofTask
			? (listener, take) => { const event = { data: '' }; let data; while ((data = take()) !== undefined) { event.data = data; listener(event) } }
			: (record, take) => { const event = { data: '' }; let data; while ((data = take()) !== undefined) { event.data = data; record.callback(event) } };
	}
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

// messageLoops makes what delivers messages, when the first ones come.
func (b *Binding) messageLoops() *messages {
	if b.messages != nil {
		return b.messages
	}
	m := &messages{b: b, loops: map[loopKind]sobek.Callable{}, dataAlone: slices.Equal(b.layer.MessageFields, []platform.Field{platform.Data})}
	value := b.eventObject
	if m.dataAlone {
		value = func(e *core.Event) sobek.Value { return b.messageData(e.Message, e.Task.ID()) }
	}
	m.take = b.vm.ToValue(func(sobek.FunctionCall) sobek.Value { return m.nextFor(value) })
	m.run = m.macrotasks
	b.messages = m
	return m
}

// loop is that of a kind.
func (m *messages) loop(kind loopKind) sobek.Callable {
	if m.loops[kind] == nil {
		make, _ := sobek.AssertFunction(m.b.run(messageLoopsProgram))
		flag := func(b bool) sobek.Value { return m.b.vm.ToValue(b) }
		loop, err := make(sobek.Undefined(), flag(kind.audience == core.OfTask), flag(m.dataAlone), flag(kind.borrows))
		m.b.must(err)
		m.loops[kind], _ = sobek.AssertFunction(loop)
	}
	return m.loops[kind]
}

// deliver is core.Config.Messages.
func (m *messages) deliver(s core.Stream) {
	m.stream, m.event, m.finished = s, nil, false
	for !m.finished {
		m.entered = false
		m.b.loop.event(m.run)
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
		} else if _, thrown := m.loop(m.sole.loopKind)(sobek.Undefined(), m.sole.target, m.take); thrown != nil || m.begun {
			err = m.finish(m.b.caught(thrown))
		}
		if err != nil || !m.b.loop.another() {
			return err
		}
	}
	return nil
}

// finish is for a message at whose listener the loop has ended: it threw, or there is more
// to do. It returns what nobody caught.
func (m *messages) finish(thrown error) error {
	e := m.event
	m.end()
	if e == nil {
		return thrown // the engine was interrupted between two
	}
	return e.Finish(m.sole.audience, thrown)
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
		if m.event.More(m.sole.audience) {
			return sobek.Undefined()
		}
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
				return sole{b.messages.kind(audience, &lists.habit, known[0]), known[0]}
			}
		}
	case core.Globals:
		if records := b.globals[e.Kind]; len(records) == 1 {
			return sole{b.messages.kind(audience, &b.messages.global, records[0].Get("callback")), records[0]}
		}
	}
	return sole{}
}

// kind is that of the loop for a listener, which a message is about to go to.
func (m *messages) kind(audience core.Audience, h *habit, listener sobek.Value) loopKind {
	return loopKind{audience, m.dataAlone && h.heard(m.b, listener)}
}
