package preprocess_test

import (
	"fmt"

	"github.com/unisocket/uni/preprocess"
)

func ExampleProcess() {
	script := `// #ifdef H5
const url = '/ws'
// #else
const url = 'wss://example.com/ws'
// #endif`
	weixin := preprocess.NewContext(preprocess.Build{Platform: "mp-weixin"})
	code, err := preprocess.Process(script, weixin)
	fmt.Printf("%q %v\n", code, err)
	// Output: "\n\n\nconst url = 'wss://example.com/ws'\n" <nil>
}
