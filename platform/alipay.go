package platform

import "time"

// mpAlipay is Alipay, in single mode and, with the option multiple, with tasks.
var mpAlipay = Platform{
	Name:    "mp-alipay",
	sources: alipaySources,
	Layer: vendorLayer("my", func(l *Layer) {
		l.Returns = WithMultiple // §1.1, #91
		l.Off = true             // §1.4, #50
		l.NumericErrors = true   // §1.1, #104
		l.Base64 = true          // §1.2, #42, #72
		l.MessageFields = []Field{Data, IsBuffer}
		l.ErrorFields = []Field{NumericError}
		l.URLType = Exception{}
		l.ConnectFail = Failure{Text: "URL 格式不合法", Code: 4} // §4b
		l.EmptyURL = &Failure{Text: "URL 为空", Code: 3}
		l.OtherScheme = &Failure{Text: "URL 地址不是 ws 或者 wss", Code: 5}
		notOpen := Failure{Text: "没有建连成功之前无法发送消息", Code: 10} // §1.2
		l.SendNotOpen = []SendStep{{Fail: &notOpen}}
		l.GlobalSendNotOpen = notOpen
		l.SendCatch = Failure{Text: "%s", Code: 11}
		l.CloseCatch = Failure{Text: "%s", Code: 1}
		l.GlobalCloseNone = Failure{Text: "WebSocket is not connected", Code: 1}
	}),
	Native: vendorNative("Alipay's socket", func(n *Native) {
		n.Timeout = HandshakeTimeout{Option: true, Config: true, Fixed: 30 * time.Second} // §3.7
		n.DataInURL = true                                                                // §1.1
		n.Policy.Sockets, n.Policy.Single = 5, 1                                          // §4b, #91
		n.Policy.TooMany = Refusal{Fail: Failure{Text: "exceed each tiny app max socket count", Code: 3}}
		n.Policy.Second = Refusal{Fail: Failure{Text: "WebSocket 已存在", Code: 3}}
		n.Policy.Insecure = Refusal{Fail: Failure{Text: "请求url不支持ws，请使用wss", Code: 20}} // §4b, #94
		n.Policy.NotAllowed = Refusal{Fail: Failure{Text: "url not in domain list", Code: 1}}
		n.Faults = map[Fault]Failure{ // §4b
			FaultTimeout:   {Text: "连接超时", Code: 6},
			FaultTLS:       {Text: "证书错误", Code: 7},
			FaultHandshake: {Text: "Invalid Sec-WebSocket-Accept response.", Code: 8},
			FaultOther:     {Text: "未知错误", Code: 1},
			FaultStatus:    {Text: "Invalid Sec-WebSocket-Accept response.", Code: 8},
		}
	}),
}
