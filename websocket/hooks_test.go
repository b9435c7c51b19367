package websocket

// hooks is a recorder that first calls what a test has put in.
type hooks struct {
	*recorder
	open     func(*Conn)
	messages func(*Conn, []Message)
	closing  func(*Conn)
	close    func(*Conn)
}

func (h hooks) OnOpen(c *Conn) {
	if h.open != nil {
		h.open(c)
	}
	h.recorder.OnOpen(c)
}

func (h hooks) OnMessages(c *Conn, msgs []Message) {
	if h.messages != nil {
		h.messages(c, msgs)
	}
	h.recorder.OnMessages(c, msgs)
}

func (h hooks) OnClosing(c *Conn, code StatusCode, reason string) {
	if h.closing != nil {
		h.closing(c)
	}
	h.recorder.OnClosing(c, code, reason)
}

func (h hooks) OnClose(c *Conn, err *CloseError) {
	if h.close != nil {
		h.close(c)
	}
	h.recorder.OnClose(c, err)
}
