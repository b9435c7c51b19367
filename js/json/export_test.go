package json

// UseInterface has j take the engine for one whose layout is not known.
func (j *JSON) UseInterface() { j.layout = nil }

// KnowsLayout reports whether the layout of the engine is known.
func (j *JSON) KnowsLayout() bool { return j.layout != nil }
