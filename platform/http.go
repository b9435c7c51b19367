package platform

import "time"

// HTTP is what request, uploadFile and downloadFile of uni do on a platform.
//
// Every value's source is in docs/behaviour.md, section 10.
type HTTP struct {
	Name string

	// Methods are those that there are. Another one is the first of them.
	Methods []string

	// Relative: a URL resolves against the page. Elsewhere it has to be an absolute
	// one of http or https; BadURL is for others, with %s for the URL.
	Relative bool
	BadURL   Failure

	// AlwaysTyped: a request without a Content-Type gets application/json also where
	// it has no body.
	AlwaysTyped bool

	// AsString: data that is neither text nor an ArrayBuffer is sent as String() has it
	// under a content type that is none of JSON or a form, instead of as JSON.
	AsString bool

	// SecureOnly: http is refused unless the manifest has turned the checks off, and
	// so are hosts that are not on the list of domains where that is checked; both fail
	// with NotAllowed.
	SecureOnly bool
	NotAllowed Failure

	// AtOnce is how many requests, uploads and downloads run at once; others wait. 0
	// is no limit.
	AtOnce int
	// PerHost is how many connections there are to one host; 0 is no limit.
	PerHost int

	// Cookies: they are kept, and sent with later requests.
	Cookies bool
	// Page: requests carry the page's Origin and Referer, and answers of other origins
	// are for those alone whom the server names (Fetch Standard).
	Page bool
	// Referer: the vendor's is sent, as with sockets, and none of the caller's.
	Referer bool
	// LowerCase: names of the answer's header are in lower case.
	LowerCase bool

	// AbortsAtOnce: fail is called within the abort of a task, and not later.
	AbortsAtOnce bool
	// Task says which listeners a RequestTask has.
	Task TaskEvents

	// Timeout bounds a request from the call to its end where neither the call nor the
	// manifest does.
	Timeout time.Duration

	// NoFile is how an upload of a file that cannot be read fails.
	NoFile Failure
	// BadStatus, where it has a text, is how an answer of 400 and above fails [U].
	BadStatus Failure
	// Interrupted, where it has a text, is how requests fail once the app has been hidden
	// for as long as Native.Background says.
	Interrupted Failure
	// The failures of a request that came to no answer: Faults by what happened,
	// FaultOther's for all that have none. %s is the cause.
	Aborted, TimedOut Failure
	Faults            map[Fault]Failure

	// Errno: a failure's code is called errno.
	Errno bool
	// Vendor are the names that the vendor's own function has for header, statusCode,
	// tempFilePath and name, beside uni's.
	Vendor VendorNames
}

// VendorNames are a vendor's own for what uni calls otherwise; "" is uni's.
type VendorNames struct{ Header, StatusCode, TempFilePath, Name string }

// TaskEvents are the functions of a RequestTask for listeners.
type TaskEvents uint8

const (
	// HeadersAndChunks: onHeadersReceived, and onChunkReceived with enableChunked.
	HeadersAndChunks TaskEvents = iota
	// HeadersOnly: onHeadersReceived.
	HeadersOnly
	// NotImplemented: onHeadersReceived throws.
	NotImplemented
	// NeverCalled: what onHeadersReceived is given is not called.
	NeverCalled
)

// HTTP is that of the platform.
func (p *Platform) HTTP() *HTTP {
	if h, ok := https[p.Name]; ok {
		return h
	}
	return &documentedHTTP
}

// https are those of the platforms that differ from the documented contract.
var https = map[string]*HTTP{
	"h5":          &webHTTP,
	"app":         &appHTTP,
	"app-harmony": &appHTTP,
	"app-android": &xHTTP,
	"app-ios":     &xHTTP,
	"mp-weixin":   &weixinHTTP,
	"mp-alipay":   &alipayHTTP,
	"mp-toutiao":  vendorHTTP("Douyin's request", nil),
	"mp-lark":     vendorHTTP("Lark's request", nil),
	"mp-baidu":    vendorHTTP("Baidu's request", nil),
	"mp-qq":       vendorHTTP("QQ's request", func(h *HTTP) { h.Methods = allMethods }),
	"mp-kuaishou": vendorHTTP("Kuaishou's request", nil),
	"mp-jd":       vendorHTTP("JD's request", nil),
	"mp-xhs":      vendorHTTP("Xiaohongshu's request", nil),
	"mp-harmony":  vendorHTTP("the atomic service's request", nil),
}

// The methods that [D] lists.
var (
	allMethods    = []string{"GET", "OPTIONS", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT"}
	webMethods    = append(allMethods[:len(allMethods):len(allMethods)], "PATCH") // [V3], helpers/protocol
	vendorMethods = []string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"}
)

// documentedHTTP is the contract of [D].
var documentedHTTP = HTTP{
	Name:     "documented",
	Methods:  webMethods,
	BadURL:   Failure{Text: `invalid url "%s"`},
	Timeout:  time.Minute,
	Aborted:  Failure{Text: "abort"},
	TimedOut: Failure{Text: "timeout"},
	NoFile:   Failure{Text: "file not found"},
	Faults:   map[Fault]Failure{FaultOther: {Text: "%s"}},
}

// webHTTP is H5, whose request is one of XMLHttpRequest's ([V3], uni-h5,
// service/api/network).
var webHTTP = HTTP{
	Name:      "H5's XMLHttpRequest",
	Methods:   webMethods,
	Relative:  true,
	AsString:  true,
	PerHost:   6, // Chromium's, for HTTP/1.1
	Cookies:   true,
	Page:      true,
	LowerCase: true, // getAllResponseHeaders
	Task:      NotImplemented,

	AbortsAtOnce: true, // [XHR]: abort fires the event
	Timeout:      time.Minute,
	Aborted:      Failure{Text: "abort"},
	TimedOut:     Failure{Text: "timeout"},
	NoFile:       Failure{Text: "file error"},
	Faults:       map[Fault]Failure{FaultOther: {Text: " "}},
}

// appHTTP is the App, over its plugin stream ([V3], uni-app-plus). What a failure
// says after the -1 is the system's ([U]).
var appHTTP = HTTP{
	Name:    "the App's plugin",
	Methods: webMethods,
	BadURL:  Failure{Text: "abort statusCode:-1 %s"},
	Cookies: true, // [D]: App and H5 keep cookies by themselves
	Task:    NeverCalled,

	AbortsAtOnce: true,

	Timeout:  time.Minute,
	Aborted:  Failure{Text: "abort"},
	TimedOut: Failure{Text: "timeout"},
	NoFile:   Failure{Text: "file not found"},
	Faults:   map[Fault]Failure{FaultOther: {Text: "abort statusCode:-1 %s"}},
}

// xHTTP is uni-app x; the codes are those of its documentation (request.md).
var xHTTP = HTTP{
	Name:     "uni-app x's request",
	Methods:  webMethods,
	BadURL:   Failure{Text: "invalid URL", Code: 600009},
	Cookies:  true,
	Task:     HeadersAndChunks,
	Timeout:  time.Minute,
	Aborted:  Failure{Text: "abort", Code: 600003},
	TimedOut: Failure{Text: "timeout", Code: 5},
	NoFile:   Failure{Text: "file not found", Code: 602001},
	Faults: map[Fault]Failure{
		FaultLost:  {Text: "network interrupted error", Code: 600003},
		FaultOther: {Text: "%s", Code: 602001},
	},
}

// vendorHTTP is a mini program by the documents: https alone, domains that are
// registered, no cookies of its own ([D]: App and H5 have them), at most 10 at once.
func vendorHTTP(name string, edit func(*HTTP)) *HTTP {
	h := &HTTP{
		Name:        name,
		Methods:     vendorMethods,
		BadURL:      Failure{Text: `invalid url "%s"`},
		AlwaysTyped: true, // [D]: content-type is application/json unless given
		SecureOnly:  true,
		NotAllowed:  Failure{Text: "url not in domain list"},
		AtOnce:      10,
		Referer:     true,
		Task:        HeadersOnly,
		Timeout:     time.Minute,
		Aborted:     Failure{Text: "abort"},
		TimedOut:    Failure{Text: "timeout"},
		NoFile:      Failure{Text: "file not found"},
		Faults:      map[Fault]Failure{FaultOther: {Text: "%s"}},
	}
	if edit != nil {
		edit(h)
	}
	return h
}

// weixinHTTP is WeChat's: 10 at once, of which the documents speak, and others wait
// since 1.4.0 [WX]; the network's words are those of Chromium's net errors, with
// errno beside them ([U], several).
var weixinHTTP = *vendorHTTP("WeChat's request", func(h *HTTP) {
	h.Methods = allMethods
	h.BadURL = Failure{Text: `invalid url "%s"`, Code: 600009}
	h.NotAllowed = Failure{Text: "url not in domain list", Code: 600002}
	h.TimedOut = Failure{Text: "timeout", Code: 5}
	h.Task = HeadersAndChunks // 2.1.0, 2.20.2
	h.Errno = true
	h.Interrupted = Failure{Text: "interrupted", Code: 600003}
	h.Faults = map[Fault]Failure{
		FaultRefused: cronet("-102", "ERR_CONNECTION_REFUSED"),
		FaultLost:    cronet("-101", "ERR_CONNECTION_RESET"),
		FaultName:    cronet("-105", "ERR_NAME_NOT_RESOLVED"),
		FaultTLS:     cronet("-202", "ERR_CERT_AUTHORITY_INVALID"),
		FaultOther:   cronet("-2", "ERR_FAILED"),
	}
})

func cronet(code, name string) Failure {
	return Failure{Text: "errcode:" + code + " cronet_error_code:" + code + " error_msg:net::" + name, Code: 600001}
}

// alipayHTTP is Alipay's: codes by its documents, which know the words, too; status
// and headers are what it calls statusCode and header, which uni renames ([V3],
// uni-mp-alipay/src/api/protocols.ts).
var alipayHTTP = *vendorHTTP("Alipay's request", func(h *HTTP) {
	h.Methods = []string{"GET", "POST", "PUT", "DELETE"}
	h.BadURL = Failure{Text: "请求参数错误", Code: 2}
	h.NotAllowed = Failure{Text: "无权跨域", Code: 11}
	h.Timeout = 30 * time.Second
	h.TimedOut = Failure{Text: "超时", Code: 13}
	h.Aborted = Failure{Text: "请求已被停止", Code: 20}
	h.BadStatus = Failure{Text: "HTTP错误", Code: 19}
	h.Faults = map[Fault]Failure{
		FaultTLS:   {Text: "HTTP错误", Code: 19},
		FaultOther: {Text: "网络出错", Code: 12},
	}
	h.Vendor = VendorNames{Header: "headers", StatusCode: "status", TempFilePath: "apFilePath", Name: "fileName"}
})
