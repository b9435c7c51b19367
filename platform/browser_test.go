package platform

import "testing"

func TestABrowserHasASocketOfItsOwn(t *testing.T) {
	for _, p := range All() {
		if p.Browser != (p.Bare != nil) {
			t.Errorf("%v: in a browser: %v, a layer for its own WebSocket: %v", p, p.Browser, p.Bare != nil)
		}
	}
}
