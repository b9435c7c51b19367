package platform

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestLookupSaysWhatThereIs(t *testing.T) {
	for _, c := range []struct {
		name string
		vue  int
		want *Platform
		err  string
	}{
		{"h5", 0, H5(), ""},
		{"h5", 3, H5(), ""},
		{"standard", 0, Standard(), ""},
		{"standard", 2, Standard(), ""}, // which has no layer of Vue's
		{"standard", 3, Standard(), ""},
		{"h5", 4, nil, "there is no Vue 4: there is Vue 2 and Vue 3"},
		{"h6", 0, nil, `there is no platform "h6": there are ` + strings.Join(Names(), ", ")},
		{"", 3, nil, `there is no platform "": there are ` + strings.Join(Names(), ", ")},
		{"H5", 0, nil, `there is no platform "H5": there are ` + strings.Join(Names(), ", ")},
	} {
		p, err := Lookup(c.name, c.vue)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if p != c.want || text != c.err {
			t.Errorf("Lookup(%q, %d) gives %v and %q", c.name, c.vue, p, text)
		}
	}
}

func TestEveryNameIsListedOnceAndFound(t *testing.T) {
	names := Names()
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			t.Errorf("%s is listed twice", name)
		}
		if p, err := Lookup(name, 0); err != nil || p.Name != name {
			t.Errorf("Lookup(%q) gives %v, %v", name, p, err)
		}
	}
	for _, p := range all {
		if !slices.Contains(names, p.Name) {
			t.Errorf("%s is not listed", p.Name)
		}
	}
}

func each(t *testing.T, check func(t *testing.T, p *Platform)) {
	for _, p := range all {
		t.Run(fmt.Sprintf("%s-%d", p.Name, p.Vue), func(t *testing.T) { check(t, p) })
	}
}

// texts are those that core formats, with the verbs that it passes arguments for.
func texts(p *Platform) map[string]struct{ text, verbs string } {
	n, l := p.Native, p.Layer
	type format = struct{ text, verbs string }
	m := map[string]format{
		"ConnectFail":       {l.ConnectFail.Text, "%s"},
		"SendCatch":         {l.SendCatch.Text, "%s"},
		"CloseCatch":        {l.CloseCatch.Text, "%s"},
		"GlobalSendNotOpen": {l.GlobalSendNotOpen.Text, ""},
		"GlobalCloseNone":   {l.GlobalCloseNone.Text, ""},
		"CloseCodeText":     {n.CloseCodeText.Text, "%d"},
		"CloseReasonText":   {n.CloseReasonText.Text, "%s"},
		"DeadSend":          {n.DeadSend.Text, ""},
		"DeadClose":         {n.DeadClose.Text, ""},
	}
	for i, step := range l.SendNotOpen {
		name := fmt.Sprintf("SendNotOpen[%d]", i)
		if step.Fail != nil {
			m[name+".Fail"] = format{step.Fail.Text, ""}
		}
		if step.Throw != nil {
			m[name+".Throw"] = format{step.Throw.Text, ""}
		}
	}
	if n.URL.WHATWG {
		m["URL.Invalid"] = format{n.URL.Invalid.Text, "%s"}
		m["URL.Scheme"] = format{n.URL.Scheme.Text, "%s"}
		m["URL.Fragment"] = format{n.URL.Fragment.Text, "%s"}
	}
	if n.CheckSubprotocols {
		m["URL.Subprotocol"] = format{n.URL.Subprotocol.Text, "%s"}
		m["URL.Duplicate"] = format{n.URL.Duplicate.Text, "%s"}
	}
	if n.URL.SecurePageOnly {
		m["URL.Insecure"] = format{n.URL.Insecure.Text, ""}
	}
	if l.TaskThrow == Isolate {
		m["TaskThrowText"] = format{l.TaskThrowText, "%s%s"}
	}
	return m
}

// verbs are those of a format, one after another.
func verbs(format string) string {
	var b strings.Builder
	for {
		_, rest, ok := strings.Cut(format, "%")
		if !ok || rest == "" {
			return b.String()
		}
		b.WriteString("%" + rest[:1])
		format = rest[1:]
	}
}

func TestEveryTextIsThereAndTakesWhatCorePasses(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		anyCode := slices.Contains(p.Native.CloseCodes, CodeRange{0, 65535})
		for name, f := range texts(p) {
			if f.text == "" && !(anyCode && name == "CloseCodeText") {
				t.Errorf("%s has no text", name)
			}
			if got := verbs(f.text); got != "" && got != f.verbs {
				t.Errorf("%s has the verbs %q, want %q: %s", name, got, f.verbs, f.text)
			}
		}
	})
}

// But for those of errors with a code of their own.
func TestFailuresNameTheirFunction(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		if p.Layer.NumericErrors || p.Layer.SendCatch.Subject != "" {
			t.Skip("its failures are numeric or UniErrors")
		}
		for name, f := range texts(p) {
			function, ok := map[string]string{
				"ConnectFail": "connectSocket", "CloseCatch": "closeSocket", "GlobalCloseNone": "closeSocket",
				"SendCatch": "sendSocketMessage", "GlobalSendNotOpen": "sendSocketMessage",
			}[name]
			if strings.HasSuffix(name, ".Fail") {
				function, ok = "sendSocketMessage", true
			}
			if ok && !strings.HasPrefix(f.text, function+":fail") && !strings.HasPrefix(f.text, "SocketTask.send:fail") {
				t.Errorf("%s does not begin with %s:fail: %s", name, function, f.text)
			}
		}
	})
}

func TestEveryChoiceIsMade(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		for name, v := range map[string]any{
			"Title": p.Title, "Native.Name": p.Native.Name, "Layer.Name": p.Layer.Name,
			"TaskThrow": p.Layer.TaskThrow, "GlobalThrow": p.Layer.GlobalThrow,
			"CloseConnecting": p.Native.CloseConnecting, "CloseCodes": p.Native.CloseCodes,
			"CloseTimeout": p.Native.CloseTimeout, "SendNotOpen": p.Layer.SendNotOpen,
		} {
			if reflect.ValueOf(v).IsZero() {
				t.Errorf("%s is not given", name)
			}
		}
		for i, step := range p.Layer.SendNotOpen {
			ways := 0
			for _, given := range []bool{step.Fail != nil, step.Throw != nil, step.Native} {
				if given {
					ways++
				}
			}
			if ways != 1 {
				t.Errorf("SendNotOpen[%d] has to fail, to throw or to go on", i)
			}
		}
	})
}

// A task that no event removes would be the global socket for ever.
func TestEveryEventReachesItsListenersAndTheLastRemovesTheTask(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		for name, steps := range map[string][]Step{
			"Open": p.Layer.Open, "Message": p.Layer.Message, "Error": p.Layer.Error, "Close": p.Layer.Close,
		} {
			for _, step := range []Step{TaskListeners, GlobalListeners} {
				if !slices.Contains(steps, step) {
					t.Errorf("%s lacks step %d", name, step)
				}
			}
			ends := name == "Error" || name == "Close"
			if !ends && slices.Contains(steps, Remove) {
				t.Errorf("%s removes the task", name)
			}
		}
		if !slices.Contains(p.Layer.Close, Remove) {
			t.Error("Close does not remove the task")
		}
	})
}

func TestCloseCodesAreWithinTheirBounds(t *testing.T) {
	each(t, func(t *testing.T, p *Platform) {
		last := 999
		if slices.Equal(p.Native.CloseCodes, []CodeRange{{0, 65535}}) {
			return
		}
		for _, r := range p.Native.CloseCodes {
			if r.First <= last || r.Last < r.First || r.Last > 4999 {
				t.Errorf("the range %d to %d comes after %d", r.First, r.Last, last)
			}
			last = r.Last
		}
		if !slices.ContainsFunc(p.Native.CloseCodes, func(r CodeRange) bool { return r.First <= 1000 && 1000 <= r.Last }) {
			t.Error("1000, the default, is not admitted")
		}
	})
}

func TestExceptionsReadAsTheirStringForm(t *testing.T) {
	for e, want := range map[Exception]string{
		{"TypeError", "no"}: "TypeError: no",
		{"", "no"}:          "no",
	} {
		if got := e.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
