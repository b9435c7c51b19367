package preprocess

import "strings"

// normalizeLineEnds returns src with \n for every line end, and the line end that the result gets back. Directives
// are found between \n only. A text whose line ends are of several kinds keeps \n for all: the compiler takes its
// machine's own there, and this one takes the same on every machine.
func normalizeLineEnds(src string) (text, eol string) {
	if strings.IndexByte(src, '\r') < 0 {
		return src, "\n"
	}
	// A lone \r at the end and a lone \n at the start are not counted: the compiler looks for pairs of characters.
	var crlf, cr, lf bool
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '\r':
			if i+1 < len(src) {
				if src[i+1] == '\n' {
					crlf = true
				} else {
					cr = true
				}
			}
		case '\n':
			if i > 0 && src[i-1] != '\r' {
				lf = true
			}
		}
	}
	eol = "\n"
	switch {
	case crlf && !cr && !lf:
		eol = "\r\n"
	case cr && !crlf && !lf:
		eol = "\r"
	}
	return lineEnds.Replace(src), eol
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")
