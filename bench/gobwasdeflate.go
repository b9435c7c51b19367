//go:build linux

package main

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"

	"github.com/gobwas/ws/wsflate"
)

// What gobwas/ws compresses with by default is made anew for each message, at level
// 9. Here it is pooled, at level 1, as the others have it.

type gobwasDeflater struct {
	w   *wsflate.Writer
	out bytes.Buffer
}

type gobwasInflater struct {
	r   *wsflate.Reader
	in  bytes.Reader
	out bytes.Buffer
}

var (
	gobwasDeflaters = sync.Pool{New: func() any {
		d := &gobwasDeflater{}
		d.w = wsflate.NewWriter(&d.out, func(w io.Writer) wsflate.Compressor {
			f, err := flate.NewWriter(w, 1)
			if err != nil {
				panic(err) // there is a level 1
			}
			return f
		})
		return d
	}}
	gobwasInflaters = sync.Pool{New: func() any {
		d := &gobwasInflater{}
		d.r = wsflate.NewReader(&d.in, func(r io.Reader) wsflate.Decompressor {
			return resettable{flate.NewReader(r)}
		})
		return d
	}}
)

// resettable is a decompressor of compress/flate that wsflate knows to be one that
// can be used again.
type resettable struct{ io.ReadCloser }

func (r resettable) Reset(src io.Reader) {
	r.ReadCloser.(flate.Resetter).Reset(src, nil) // never fails
}

// deflated lends p compressed by itself to use.
func deflated(p []byte, use func([]byte) error) error {
	d := gobwasDeflaters.Get().(*gobwasDeflater)
	defer gobwasDeflaters.Put(d)
	d.out.Reset()
	d.w.Reset(&d.out)
	if _, err := d.w.Write(p); err != nil {
		return err
	}
	if err := d.w.Flush(); err != nil {
		return err
	}
	return use(d.out.Bytes())
}

// inflated is the opposite.
func inflated(p []byte, use func([]byte) error) error {
	d := gobwasInflaters.Get().(*gobwasInflater)
	defer gobwasInflaters.Put(d)
	d.in.Reset(p)
	d.r.Reset(&d.in)
	d.out.Reset()
	if _, err := d.out.ReadFrom(d.r); err != nil {
		return err
	}
	return use(d.out.Bytes())
}
