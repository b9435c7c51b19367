//go:build linux

// Package echo is the echo server that all clients meet: one thread, one epoll, one
// buffer. Its cost a message is small and the same for every client, so that what
// differs is the client's.
package echo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Options say how a server echoes. What one read brings goes back in one write, unless
// they say otherwise.
type Options struct {
	Polling bool // look for more work for a while before going to sleep
	Each    bool // write each echo by itself
	Watch   Watcher
}

// Watcher is told what comes, on the server's thread.
type Watcher interface {
	// Accepted is called for each connection, as soon as the server has it.
	Accepted()
	// Opens is called before a handshake is answered. An error ends the connection.
	Opens() error
	// Arrived is called with the number of messages that a connection has sent, before
	// the echo of the last ones is written.
	Arrived(messages int)
	// Ended is called before a connection is closed whose handshake was answered.
	Ended()
}

const (
	readSize = 256 << 10

	// pollTime is for how long the server looks for more work before it sleeps. To be
	// woken costs the client that does it, and takes tens of microseconds on a virtual
	// machine: more than most of what is measured here.
	pollTime = time.Millisecond

	// listeners is the number of loopback addresses: one alone runs out of ports
	// when connections by the ten thousand follow each other.
	listeners = 4

	// RawPreamble begins a connection without a protocol: then come the bytes of a
	// message up and down, 4 each, big endian.
	RawPreamble = "RAW "
	rawLength   = len(RawPreamble) + 8
)

// peer is a connection of the server.
type peer struct {
	fd      int
	greeted bool
	request []byte // until the handshake is complete
	stream  stream
	pending []byte // what the kernel did not take; nothing is read meanwhile
	last    bool   // the connection ends when pending is empty
}

type server struct {
	Options
	epoll int
	stop  int     // a file descriptor
	peers []*peer // by file descriptor; nil for what listens
	buf   [slack + readSize]byte
}

// Serve serves until there is something to read from stop, or its end, and tells ready
// its addresses.
func Serve(o Options, stop *os.File, ready func(addrs []string) error) error {
	runtime.LockOSThread()
	s := &server{Options: o}
	var err error
	if s.epoll, err = unix.EpollCreate1(unix.EPOLL_CLOEXEC); err != nil {
		return fmt.Errorf("epoll: %w", err)
	}
	var addrs []string
	for i := range listeners {
		fd, addr, err := listenLoopback(byte(i + 1))
		if err != nil {
			return err
		}
		if err := s.watch(fd, unix.EPOLL_CTL_ADD, unix.EPOLLIN); err != nil {
			return err
		}
		addrs = append(addrs, addr)
	}
	s.stop = int(stop.Fd())
	if err := s.watch(s.stop, unix.EPOLL_CTL_ADD, unix.EPOLLIN); err != nil {
		return err
	}
	if err := ready(addrs); err != nil {
		return err
	}
	return s.loop()
}

// listenLoopback listens on 127.0.0.n, any port.
func listenLoopback(n byte) (fd int, addr string, err error) {
	fd, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, "", fmt.Errorf("socket: %w", err)
	}
	at := &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, n}}
	if err := unix.Bind(fd, at); err != nil {
		return 0, "", fmt.Errorf("binding 127.0.0.%d: %w", n, err)
	}
	if err := unix.Listen(fd, 4096); err != nil {
		return 0, "", fmt.Errorf("listening: %w", err)
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return 0, "", fmt.Errorf("getsockname: %w", err)
	}
	return fd, fmt.Sprintf("127.0.0.%d:%d", n, name.(*unix.SockaddrInet4).Port), nil
}

func (s *server) watch(fd, op int, events uint32) error {
	return os.NewSyscallError("epoll_ctl", unix.EpollCtl(s.epoll, op, fd, &unix.EpollEvent{Events: events, Fd: int32(fd)}))
}

func (s *server) loop() error {
	var events [256]unix.EpollEvent
	for {
		n, err := s.wait(events[:])
		if err != nil {
			return err
		}
		for _, e := range events[:n] {
			fd := int(e.Fd)
			switch p := s.at(fd); {
			case p != nil:
				if err := s.serve(p); err != nil {
					s.drop(p)
				}
			case fd == s.stop:
				return nil
			default:
				if err := s.accept(fd); err != nil {
					return err
				}
			}
		}
	}
}

// drop ends a connection.
func (s *server) drop(p *peer) {
	if s.Watch != nil && p.greeted {
		s.Watch.Ended()
	}
	s.peers[p.fd] = nil
	unix.Close(p.fd)
}

// at is the connection of a descriptor; nil if it is none.
func (s *server) at(fd int) *peer {
	if fd < len(s.peers) {
		return s.peers[fd]
	}
	return nil
}

// wait waits for events, for the first pollTime without going to sleep if the server
// is to poll.
func (s *server) wait(events []unix.EpollEvent) (int, error) {
	timeout := -1
	if s.Polling {
		timeout = 0
	}
	var began time.Time
	for {
		n, err := unix.EpollWait(s.epoll, events, timeout)
		switch {
		case err != nil && err != unix.EINTR:
			return 0, fmt.Errorf("epoll_wait: %w", err)
		case n > 0:
			return n, nil
		case timeout != 0:
		case began.IsZero():
			began = time.Now()
		case time.Since(began) > pollTime:
			timeout = -1
		}
	}
}

func (s *server) accept(listener int) error {
	for {
		fd, _, err := unix.Accept4(listener, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
		switch err {
		case nil:
		case unix.EAGAIN:
			return nil
		case unix.EINTR, unix.ECONNABORTED:
			continue
		default:
			return fmt.Errorf("accept: %w", err)
		}
		if s.Watch != nil {
			s.Watch.Accepted()
		}
		if err := unix.SetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1); err != nil {
			return fmt.Errorf("TCP_NODELAY: %w", err)
		}
		for len(s.peers) <= fd {
			s.peers = append(s.peers, nil)
		}
		s.peers[fd] = &peer{fd: fd}
		s.peers[fd].stream.cut = s.Each
		if err := s.watch(fd, unix.EPOLL_CTL_ADD, unix.EPOLLIN); err != nil {
			return err
		}
	}
}

// serve does what p is ready for. An error ends the connection.
func (s *server) serve(p *peer) error {
	if len(p.pending) > 0 {
		return s.resume(p)
	}
	n, err := readNow(p.fd, s.buf[slack:])
	switch {
	case n == 0:
		return err
	case !p.greeted:
		return s.greet(p, s.buf[slack:slack+n])
	}
	return s.echo(p, n)
}

// echo sends back what stands in the buffer. What the kernel refuses waits until it
// takes more, and the client with it.
func (s *server) echo(p *peer, n int) error {
	out, err := p.stream.echo(s.buf[:], n)
	if err != nil {
		return err
	}
	if s.Watch != nil {
		s.Watch.Arrived(p.stream.messages)
	}
	p.last = p.stream.over()
	done, err := p.write(out)
	switch {
	case err != nil:
		return err
	case done < len(out):
		p.pending = append(p.pending, out[done:]...)
		return s.watch(p.fd, unix.EPOLL_CTL_MOD, unix.EPOLLOUT)
	case p.last:
		return io.EOF
	}
	return nil
}

// write writes what the kernel takes, and each echo by itself where the stream is cut.
func (p *peer) write(out []byte) (int, error) {
	done := 0
	for _, end := range p.stream.ends {
		n, err := writeNow(p.fd, out[done:end])
		if done += n; err != nil || done < end {
			return done, err
		}
	}
	n, err := writeNow(p.fd, out[done:])
	return done + n, err
}

// resume goes on writing what was pending, and reads again once that has left.
func (s *server) resume(p *peer) error {
	n, err := writeNow(p.fd, p.pending)
	if p.pending = p.pending[n:]; err != nil || len(p.pending) > 0 {
		return err
	}
	p.pending = nil
	if p.last {
		return io.EOF
	}
	return s.watch(p.fd, unix.EPOLL_CTL_MOD, unix.EPOLLIN)
}

// greet takes the connection's first bytes: a handshake, or the sizes of messages
// without a protocol.
func (s *server) greet(p *peer, in []byte) error {
	p.request = append(p.request, in...)
	var rest []byte
	if bytes.HasPrefix(p.request, []byte(RawPreamble)) {
		if len(p.request) < rawLength {
			return nil
		}
		sizes := p.request[len(RawPreamble):]
		p.stream.raw.up = uint64(binary.BigEndian.Uint32(sizes))
		p.stream.raw.down = uint64(binary.BigEndian.Uint32(sizes[4:]))
		rest = p.request[rawLength:]
	} else {
		request, after, complete := bytes.Cut(p.request, []byte("\r\n\r\n"))
		if !complete {
			return nil
		}
		if s.Watch != nil {
			if err := s.Watch.Opens(); err != nil {
				return err
			}
		}
		response, compressed, err := answer(request)
		if err != nil {
			return err
		}
		if n, err := writeNow(p.fd, []byte(response)); err != nil || n < len(response) {
			return errors.Join(err, io.ErrShortWrite)
		}
		p.stream.compressed = compressed
		rest = after
	}
	n := copy(s.buf[slack:], rest)
	p.greeted, p.request = true, nil
	return s.echo(p, n)
}

// readNow reads what there is, which may be nothing. The end is io.EOF.
func readNow(fd int, b []byte) (int, error) {
	n, err := callNow(unix.SYS_READ, fd, b)
	switch {
	case err == unix.EAGAIN:
		return 0, nil
	case err != nil:
		return 0, os.NewSyscallError("read", err)
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

// writeNow writes what the kernel takes.
func writeNow(fd int, b []byte) (int, error) {
	for done := 0; ; {
		if done == len(b) {
			return done, nil
		}
		n, err := callNow(unix.SYS_WRITE, fd, b[done:])
		switch {
		case err == unix.EAGAIN:
			return done, nil
		case err != nil:
			return done, os.NewSyscallError("write", err)
		}
		done += n
	}
}

// callNow reads or writes a socket that does not block, without the runtime's
// preparations for a call that might.
func callNow(trap uintptr, fd int, b []byte) (int, error) {
	for {
		n, _, errno := unix.RawSyscall(trap, uintptr(fd), uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)))
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
		default:
			return 0, errno
		}
	}
}
