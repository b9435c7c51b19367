package binding

import (
	"encoding/base64"
	"strings"

	"github.com/grafana/sobek"
)

// base64Functions are uni.arrayBufferToBase64 and uni.base64ToArrayBuffer, which uni
// has of its own on every platform.
func base64Functions(vm *sobek.Runtime) []apiFunction {
	return []apiFunction{
		{"arrayBufferToBase64", 1, func(call sobek.FunctionCall) sobek.Value {
			data, ok := call.Argument(0).Export().(sobek.ArrayBuffer)
			if !ok {
				return vm.ToValue("")
			}
			return vm.ToValue(base64.StdEncoding.EncodeToString(data.Bytes()))
		}},
		{"base64ToArrayBuffer", 1, func(call sobek.FunctionCall) sobek.Value {
			text := strings.TrimRight(call.Argument(0).String(), "=")
			p, err := base64.RawStdEncoding.DecodeString(text)
			if err != nil {
				panic(vm.NewTypeError("base64ToArrayBuffer: the text is not base64"))
			}
			return vm.ToValue(vm.NewArrayBuffer(p))
		}},
	}
}
