//go:build !race

package js

// standstill is where the engine has been since it was told to stop, from another
// goroutine than its own: it is in a function written in Go, before whose end it does
// not touch its stack. The race detector cannot know that. Should the function return
// just now, what is read may be wrong, or not be there.
func (r *Runtime) standstill() (frames []frame) {
	defer func() {
		if recover() != nil {
			frames = nil
		}
	}()
	return framesOf(r.vm.CaptureCallStack(0, nil))
}
