package platform

import "time"

// mpBaidu is Baidu.
var mpBaidu = Platform{
	Name:    "mp-baidu",
	sources: baiduSources,
	Layer: vendorLayer("swan", func(l *Layer) {
		l.Task = MethodsAndState
		l.SocketTaskID = true // §1.1
		l.ErrorBeside = true  // unknown; without it uni's wrapper would have every failure say ok (§1.1)
	}),
	Native: vendorNative("Baidu's socket", nil),
	changes: []change{
		{"1.9.4", "one socket, which a second connect replaces; no SocketTask", "§4b, #89", single},
	},
}

// mpToutiao is Douyin, of ByteDance.
var mpToutiao = Platform{
	Name:    "mp-toutiao",
	sources: toutiaoSources,
	Layer: vendorLayer("tt", func(l *Layer) {
		l.NoGlobals = true                                                            // §1.4, #62
		l.SocketTaskID = true                                                         // §1.1
		l.CloseFields = []Field{ProtocolType, SocketType, ErrMsg, Reason, CodeString} // §2.4
	}),
	Native: vendorNative("Douyin's socket", func(n *Native) {
		n.SubprotocolRequired = true                                                               // §4a: creation fails
		n.Policy.Sockets = 5                                                                       // §4b, #90
		n.Background = Background{After: 5 * time.Second, Code: 1001, Reason: "app in background"} // §4b, #96
	}),
	changes: []change{
		{"1.81.0", "close events have neither code nor reason", "§2.4", func(_ *Native, l *Layer, _ *Platform) {
			l.CloseFields = without(l.CloseFields, CodeString, Reason)
		}},
	},
}

// mpLark is Lark (Feishu), of ByteDance, too.
var mpLark = Platform{
	Name:    "mp-lark",
	sources: larkSources,
	Layer:   vendorLayer("tt", nil),
	Native:  vendorNative("Lark's socket", func(n *Native) { n.Policy.Sockets = 5 }), // §4b, #90
}

// mpQQ is QQ.
var mpQQ = Platform{
	Name:    "mp-qq",
	sources: qqSources,
	Layer:   vendorLayer("qq", nil),
	Native:  vendorNative("QQ's socket", func(n *Native) { n.Policy.Sockets = 5 }), // the seed, #90
}

// mpKuaishou is Kuaishou, of which there are typings for games only.
var mpKuaishou = Platform{
	Name:    "mp-kuaishou",
	sources: kuaishouSources,
	Layer:   vendorLayer("ks", nil),
	Native:  vendorNative("Kuaishou's socket", func(n *Native) { n.Policy.Sockets = 5 }), // §4b
}

// mpJD is JD.
var mpJD = Platform{
	Name:    "mp-jd",
	sources: vendorSources,
	Layer:   vendorLayer("jd", nil),
	Native:  vendorNative("JD's socket", nil),
}

// mpXHS is Xiaohongshu.
var mpXHS = Platform{
	Name:    "mp-xhs",
	sources: vendorSources,
	Layer:   vendorLayer("xhs", nil),
	Native:  vendorNative("Xiaohongshu's socket", nil),
}

// mpHarmony is HarmonyOS's atomic service.
var mpHarmony = Platform{
	Name:    "mp-harmony",
	sources: hasSources,
	Layer:   vendorLayer("has", nil),
	Native: vendorNative("the atomic service's socket", func(n *Native) {
		n.Policy.Sockets = 5 // §4b
		n.Policy.NotAllowed.Fail.Code = 2302998
		n.Policy.NotAllowed.Event = &Failure{Text: "connectSocket:fail url not in domain list", Code: 2302998}
	}),
	changes: []change{
		{"1.0.3", "no ArrayBuffer", "§4b", func(n *Native, _ *Layer, _ *Platform) { n.NoBinary = true }},
	},
}
