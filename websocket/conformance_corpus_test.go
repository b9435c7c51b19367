package websocket

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
)

// corpus is what the messages of the compression cases are cut from: text by
// characters, bytes by octets, again from the beginning where it ends. The known
// suite has files; these are of their kinds and sizes, and made here.
type corpus struct {
	first byte
	runes []rune // of text
	bytes []byte
}

var (
	jsonCorpus   = sync.OnceValue(func() *corpus { return textCorpus(194056, jsonRecord) })
	bitmapCorpus = sync.OnceValue(func() *corpus { return bytesCorpus(263222, bitmapRow) })
	dramaCorpus  = sync.OnceValue(func() *corpus { return bytesCorpus(222218, dramaLine) })
	htmlCorpus   = sync.OnceValue(func() *corpus { return textCorpus(263527, htmlElement) })
	paperCorpus  = sync.OnceValue(func() *corpus { return bytesCorpus(1042328, paperObject) })
)

func textCorpus(size int, piece func(*rand.Rand, int) string) *corpus {
	return &corpus{first: textFrame, runes: []rune(string(madeOf(size, piece)))}
}

func bytesCorpus(size int, piece func(*rand.Rand, int) string) *corpus {
	return &corpus{first: binaryFrame, bytes: madeOf(size, piece)}
}

// madeOf is at least size octets of pieces.
func madeOf(size int, piece func(*rand.Rand, int) string) (p []byte) {
	random := rand.New(rand.NewPCG(12, 13))
	for i := 0; len(p) < size; i++ {
		p = append(p, piece(random, i)...)
	}
	return p
}

// cut is the next n characters or octets from at, and where the one after begins.
func (c *corpus) cut(at, n int) (message string, next int) {
	if c.first == textFrame {
		return string(around(c.runes, at, n)), (at + n) % len(c.runes)
	}
	return string(around(c.bytes, at, n)), (at + n) % len(c.bytes)
}

func around[T any](all []T, at, n int) []T {
	if at+n <= len(all) {
		return all[at : at+n]
	}
	return append(append(make([]T, 0, n), all[at:]...), all[:at+n-len(all)]...)
}

var words = strings.Fields("Habe nun ach Philosophie Juristerei und Medizin durchaus studiert mit heißem Bemühn " +
	"größer 天地 玄黄 宇宙 洪荒 the light that moves über allen Gipfeln ist Ruh naïve Ελλάδα мир 🙂")

func sentence(r *rand.Rand, n int) string {
	chosen := make([]string, n)
	for i := range chosen {
		chosen[i] = words[r.IntN(len(words))]
	}
	return strings.Join(chosen, " ")
}

func jsonRecord(r *rand.Rand, i int) string {
	return fmt.Sprintf(`{"id":%d,"at":"2024-%02d-%02dT%02d:00:00Z","price":%.2f,"tags":["%s","%s"],"text":"%s"},`+"\n",
		i, 1+i%12, 1+i%28, i%24, r.Float64()*1000, sentence(r, 1), sentence(r, 1), sentence(r, 3+r.IntN(9)))
}

func bitmapRow(r *rand.Rand, y int) string {
	row := make([]byte, 512)
	for x := range row {
		row[x] = byte(128 + 90*math.Sin(float64(x)/40)*math.Cos(float64(y)/60) + 8*r.Float64())
	}
	return string(row)
}

func dramaLine(r *rand.Rand, i int) string {
	if i%9 == 0 {
		return "\r\n\r\n" + strings.ToUpper(sentence(r, 1)) + ":\r\n"
	}
	return sentence(r, 5+r.IntN(4)) + ",\r\n"
}

func htmlElement(r *rand.Rand, i int) string {
	return fmt.Sprintf("<div class=\"row-%d col\"><a href=\"/item/%d\">%s</a><p>%s</p></div>\n",
		i%2, r.IntN(100000), sentence(r, 2), sentence(r, 10))
}

// paperObject is a stream that was compressed already, with its frame of text.
func paperObject(r *rand.Rand, i int) string {
	stream := make([]byte, 2000+r.IntN(4000))
	for j := range stream {
		stream[j] = byte(r.Uint32())
	}
	return fmt.Sprintf("%d 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n", i, len(stream), stream)
}
