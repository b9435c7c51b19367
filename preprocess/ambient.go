package preprocess

import (
	"math"
	"strings"
	"unicode/utf16"
)

// ambient holds the names an expression knows besides the words, because the compiler evaluates it as JavaScript in
// Node.js: #ifdef URL holds on every platform. What such an object contains is not modelled.
var ambient = func() map[string]value {
	names := map[string]value{
		"undefined": undefined, "NaN": number(math.NaN()), "Infinity": number(math.Inf(1)), "this": object,
	}
	for name := range strings.FieldsSeq(ambientObjects) {
		names[name] = object
	}
	for name := range strings.FieldsSeq(ambientFunctions + objectMembers) {
		names[name] = function
	}
	return names
}()

const ambientObjects = `arguments globalThis global __proto__ JSON Math Intl Reflect Atomics WebAssembly console crypto
	performance `

const ambientFunctions = `Object Function Array Number parseFloat parseInt Boolean String Symbol Date Promise RegExp Error
	AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer SharedArrayBuffer
	Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray
	BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef Proxy FinalizationRegistry decodeURI
	decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN Buffer setImmediate clearImmediate
	setInterval clearInterval setTimeout clearTimeout queueMicrotask structuredClone atob btoa fetch URL URLSearchParams
	DOMException AbortController AbortSignal Event EventTarget CustomEvent MessageEvent TextEncoder TextDecoder
	TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController
	WritableStreamDefaultWriter ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader
	ReadableStreamBYOBRequest ReadableByteStreamController ReadableStreamDefaultController ByteLengthQueuingStrategy
	CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream DecompressionStream BroadcastChannel
	MessageChannel MessagePort Blob File FormData Headers Request Response Crypto CryptoKey SubtleCrypto Performance
	PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList
	PerformanceResourceTiming `

// objectMembers are those of every object, the words' own among them.
const objectMembers = `constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf
	__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ `

const numberMembers = `toFixed toExponential toPrecision`

const stringMembers = `at charAt charCodeAt codePointAt concat endsWith includes indexOf isWellFormed lastIndexOf
	localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr
	substring toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase toWellFormed trim trimEnd trimStart trimLeft
	trimRight anchor big blink bold fixed fontcolor fontsize italics link small strike sub sup`

// member is what v.name is. Reading from undefined and null throws; what is inside an ambient object is unknown.
func (v value) member(name string) (value, error) {
	if v.nullish() {
		return undefined, errThrown
	}
	if found, ok := v.members[name]; ok {
		return found, nil
	}
	switch {
	case listed(objectMembers, name):
		return function, nil
	case v.kind == stringKind && name == "length":
		return number(float64(len(utf16.Encode([]rune(v.s))))), nil
	case v.kind == numberKind && listed(numberMembers, name), v.kind == stringKind && listed(stringMembers, name):
		return function, nil
	case v.kind == functionKind, v.kind == objectKind && v.members == nil:
		return undefined, unsupported("." + name + " of an object of JavaScript's own")
	}
	return undefined, nil
}

func listed(names, name string) bool {
	for n := range strings.FieldsSeq(names) {
		if n == name {
			return true
		}
	}
	return false
}
