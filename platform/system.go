package platform

import "strings"

// System is what an app can ask about where it runs: one plausible device of the
// platform. The texts are JSON objects, each with its properties in the platform's
// order; a property that is null there is undefined to a script.
type System struct {
	Device, App, Window, Setting, Authorize string
	// Extra are properties of getSystemInfo that none of the parts has.
	Extra string
	// Without are properties of the parts that getSystemInfo does not have.
	Without []string
	// Added are properties that uni's wrapper adds to what a vendor's functions
	// return.
	Added string

	// Network is the kind of network, and MiniProgram the vendor's word for the
	// version of a mini program that runs.
	Network string

	Storage Storage
	Life    Life
	// Scene is that of a launch which nothing else explains; UserData is the path
	// of env.USER_DATA_PATH, "" where there is no env.
	Scene    int
	UserData string
}

// Storage is how a platform keeps values (docs/behaviour.md, section 11.1).
type Storage struct {
	// Local: they are in the browser's localStorage.
	Local bool `json:"local"`
	// BareStrings: a string is kept as it is, and read as what it may look like.
	BareStrings bool `json:"bareStrings"`
	// MaxItem and MaxAll are in bytes, 0 is no limit; LimitSize is what
	// getStorageInfo says, in KB, 0 is Number.MAX_VALUE.
	MaxItem      int    `json:"maxItem"`
	MaxAll       int    `json:"maxAll"`
	LimitSize    int    `json:"limitSize"`
	ItemTooLarge string `json:"itemTooLarge"`
	Full         string `json:"full"`
	ItemCode     int    `json:"itemCode"`
	FullCode     int    `json:"fullCode"`
	// Missing is why getStorage fails for a key that is not there; "" has it
	// succeed with null.
	Missing string `json:"missing"`
	// KeyProblem is why a key that is no string is refused, with %s for its type.
	KeyProblem string `json:"keyProblem"`
	// SyncThrows: a failure of setStorageSync names the function.
	SyncThrows bool `json:"syncThrows"`
	// ObjectForm: the vendor's synchronous functions take one object.
	ObjectForm bool `json:"objectForm"`
}

// Life is the order of life cycle functions (docs/behaviour.md, section 11.3).
type Life struct {
	// PageHidesFirst: onHide of the page comes before that of the App.
	PageHidesFirst bool `json:"pageHidesFirst"`
	// MountsFirst: mounted of a page comes before its onReady.
	MountsFirst bool `json:"mountsFirst"`
}

// System is that of the platform.
func (p *Platform) System() *System {
	switch s := systems[p.Name]; {
	case s != nil:
		return s
	case p.Wrapper != nil:
		return miniProgramSystem(p)
	case appDevices[p.Name] != "":
		s := *systems["app"]
		s.Device, s.Extra = appDevices[p.Name], ""
		return &s
	}
	return systems["app"]
}

// appDevices are those of the App's other systems (the documents of uni.getDeviceInfo).
var appDevices = map[string]string{
	appIOS.Name: `{"deviceBrand":"apple","deviceId":"17323904001234567890","deviceModel":"iPhone15,3","deviceOrientation":"portrait","devicePixelRatio":3,
		"deviceType":"phone","brand":"apple","model":"iPhone15,3","osName":"ios","osVersion":"17.5","osLanguage":"zh-Hans-CN","osTheme":"light",
		"romName":"iOS","romVersion":"17.5","platform":"ios","system":"iOS 17.5"}`,
	appHarmony.Name: `{"deviceBrand":"huawei","deviceId":"17323904001234567890","deviceModel":"ALN-AL00","deviceOrientation":"portrait","devicePixelRatio":3.25,
		"deviceType":"phone","brand":"huawei","model":"ALN-AL00","osName":"harmonyos","osVersion":"5.0.0","osLanguage":"zh-Hans","osTheme":"light",
		"osHarmonySDKAPIVersion":12,"romName":"HarmonyOS","romVersion":"5.0.0","platform":"harmonyos","system":"HarmonyOS 5.0.0"}`,
}

// The names of systems are those of platforms; mini programs without one of their
// own have that of miniProgramSystem.
var systems = map[string]*System{
	// uni-h5's getBrowserInfo over the user agent, the language and the window of the
	// browser that package js/web makes.
	"h5": {
		Device: `{"brand":null,"deviceBrand":null,"deviceModel":"PC","devicePixelRatio":1,"deviceId":"17323904001234567890",
			"deviceOrientation":"landscape","deviceType":"pc","model":"PC","osName":"linux","osVersion":"x86_64",
			"platform":"linux","system":"Linux x86_64"}`,
		App: `{"appId":"","appName":"","appVersion":"1.0.0","appVersionCode":"100","appLanguage":"en","enableDebug":false,
			"hostSDKVersion":null,"hostPackageName":null,"hostFontSizeSetting":null,"hostName":"chrome","hostVersion":"156.0.0.0",
			"hostTheme":null,"hostLanguage":"en-US","isUniAppX":false,"language":"en-US","SDKVersion":"","theme":null,
			"uniPlatform":"web","uniCompileVersion":"5.26","uniCompilerVersion":"5.26","uniRuntimeVersion":"5.26","version":""}`,
		Window: `{"windowTop":0,"windowBottom":0,"windowWidth":1280,"windowHeight":720,"pixelRatio":1,"screenWidth":1920,"screenHeight":1080,
			"statusBarHeight":0,"safeArea":{"left":0,"right":1280,"top":0,"bottom":720,"width":1280,"height":720},
			"safeAreaInsets":{"top":0,"right":0,"bottom":0,"left":0},"screenTop":360}`,
		Extra:   `{"browserName":"chrome","browserVersion":"156.0.0.0","fontSizeSetting":null,"osLanguage":null,"osTheme":null,"ua":null}`,
		Without: []string{"screenTop", "enableDebug"},
		Network: "4g", // navigator.connection.effectiveType
		Scene:   1001, // uni-h5
		Storage: Storage{Local: true, BareStrings: true, Missing: "data not found"},
	},
	// The documents of uni.getSystemInfo, its table for App; uni-app-plus.
	"app": {
		Device: `{"deviceBrand":"xiaomi","deviceId":"17323904001234567890","deviceModel":"M2012K11AC","deviceOrientation":"portrait",
			"devicePixelRatio":2.75,"deviceType":"phone","brand":"xiaomi","model":"M2012K11AC","osName":"android","osVersion":"13",
			"osLanguage":"zh-CN","osTheme":"light","osAndroidAPILevel":33,"romName":"MIUI","romVersion":"V14","platform":"android","system":"Android 13"}`,
		App: `{"appId":"","appName":"","appVersion":"1.0.0","appVersionCode":"100","appWgtVersion":"1.0.0","appLanguage":"zh-Hans","appTheme":"auto",
			"enableDebug":false,"hostName":null,"hostVersion":null,"hostLanguage":null,"hostTheme":null,"isUniAppX":false,"language":"zh-Hans",
			"SDKVersion":"","theme":"light","uniPlatform":"app","uniCompileVersion":"5.26","uniCompilerVersion":"5.26","uniRuntimeVersion":"5.26",
			"uniCompilerVersionCode":5.26,"uniRuntimeVersionCode":5.26,"version":"1.9.9.82636"}`,
		Window: `{"pixelRatio":2.75,"screenWidth":393,"screenHeight":873,"windowWidth":393,"windowHeight":794,"statusBarHeight":35,
			"windowTop":0,"windowBottom":0,"safeArea":{"left":0,"right":393,"top":35,"bottom":873,"width":393,"height":838},
			"safeAreaInsets":{"top":35,"right":0,"bottom":0,"left":0},"screenTop":79}`,
		Setting:   `{"bluetoothEnabled":false,"locationEnabled":true,"wifiEnabled":true,"deviceOrientation":"portrait"}`,
		Authorize: authorized,
		Extra:     `{"ua":"Mozilla/5.0 (Linux; Android 13; M2012K11AC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36 uni-app Html5Plus/1.0 (Immersed/35.0)"}`,
		Without:   []string{"screenTop", "enableDebug"},
		Network:   "wifi",
		Scene:     1001,
		Storage:   Storage{BareStrings: true, LimitSize: 0, Missing: "data not found"},
	},
	// wx.getSystemInfo's table and its parts'; what uni adds is populateParameters of uni-mp-weixin.
	"mp-weixin": {
		Device: `{"abi":"arm64-v8a","deviceAbi":"arm64-v8a","benchmarkLevel":35,"brand":"Xiaomi","model":"M2012K11AC","system":"Android 13",
			"platform":"android","cpuType":"unknown","memorySize":7475}`,
		App:       `{"SDKVersion":"3.8.5","enableDebug":false,"host":{"env":"WeChat","appId":"","version":671105331},"language":"zh_CN","version":"8.0.53","theme":"light","fontSizeScaleFactor":1,"fontSizeSetting":16}`,
		Window:    phoneWindow,
		Setting:   `{"bluetoothEnabled":false,"locationEnabled":true,"wifiEnabled":true,"deviceOrientation":"portrait"}`,
		Authorize: authorized,
		Extra: `{"albumAuthorized":true,"cameraAuthorized":true,"locationAuthorized":true,"microphoneAuthorized":true,"notificationAuthorized":true,
			"bluetoothEnabled":false,"locationEnabled":true,"wifiEnabled":true,"deviceOrientation":"portrait"}`,
		Without:  []string{"abi", "deviceAbi", "cpuType", "memorySize", "screenTop"},
		Added:    addedBy("mp-weixin", `"hostName":"WeChat","hostVersion":"8.0.53","hostSDKVersion":"3.8.5","hostLanguage":"zh-CN","hostTheme":"light","hostFontSizeSetting":16`),
		Network:  "wifi",
		Scene:    1001,
		UserData: "http://usr",
		Life:     Life{PageHidesFirst: true, MountsFirst: true},
		// wx.setStorage: 1 MB a key, 10 MB in all.
		Storage: Storage{
			MaxItem: 1 << 20, MaxAll: 10 << 20, LimitSize: 10240, Missing: "data not found", SyncThrows: true,
			ItemTooLarge: "entry size limit reached", Full: "exceed storage max size 10Mb",
			KeyProblem: "parameter error: parameter.key should be String instead of %s;",
		},
	},
	// my.setStorage: 200 KB a key, 10 MB in all; errors 14 and 12.
	"mp-alipay": {
		Device: `{"brand":"Xiaomi","model":"Xiaomi M2012K11AC","system":"13","platform":"Android","apiLevel":33,"performance":"high","storage":"110 GB","currentBattery":"80%"}`,
		App:    `{"app":"alipay","version":"10.6.60.8000","language":"zh-Hans","fontSizeSetting":16,"SDKVersion":"2.8.9"}`,
		Window: `{"pixelRatio":2.75,"screenWidth":393,"screenHeight":873,"windowWidth":393,"windowHeight":794,"statusBarHeight":35,"titleBarHeight":44,
			"safeArea":{"left":0,"right":393,"top":35,"bottom":873,"width":393,"height":838}}`,
		Setting:   `{"bluetoothEnabled":false,"locationEnabled":true,"wifiEnabled":true,"deviceOrientation":"portrait"}`,
		Authorize: authorized,
		Extra:     `{"transparentTitle":false}`,
		Added:     addedBy("mp-alipay", `"hostName":"alipay","hostVersion":"10.6.60.8000","hostSDKVersion":"2.8.9","hostLanguage":"zh-Hans","hostFontSizeSetting":16`),
		Network:   "WIFI", // my.getNetworkType, networkType
		Scene:     1000,
		UserData:  "https://usr",
		Life:      Life{PageHidesFirst: true, MountsFirst: true},
		Storage: Storage{
			MaxItem: 200 << 10, MaxAll: 10 << 20, LimitSize: 10240, ObjectForm: true,
			ItemTooLarge: "data长度超限", Full: "存储总大小达到上限", ItemCode: 14, FullCode: 12,
		},
	},
}

const (
	authorized = `{"albumAuthorized":"authorized","bluetoothAuthorized":"authorized","cameraAuthorized":"authorized","locationAuthorized":"authorized",
		"locationReducedAccuracy":false,"microphoneAuthorized":"authorized","notificationAuthorized":"authorized","phoneCalendarAuthorized":"authorized"}`
	phoneWindow = `{"pixelRatio":2.75,"screenWidth":393,"screenHeight":873,"windowWidth":393,"windowHeight":793,"statusBarHeight":35,
		"screenTop":80,"safeArea":{"left":0,"right":393,"top":35,"bottom":873,"width":393,"height":838}}`
)

// addedBy are the properties that uni adds on a mini program, with those about the host.
func addedBy(platform, host string) string {
	return `{"appId":"","appName":"","appVersion":"1.0.0","appVersionCode":"100","appLanguage":"zh-Hans","isUniAppX":false,"uniPlatform":"` + platform +
		`","uniCompileVersion":"5.26","uniCompilerVersion":"5.26","uniRuntimeVersion":"5.26","deviceId":"17323904001234567890","deviceBrand":"xiaomi",
		"deviceModel":"M2012K11AC","deviceType":"phone","devicePixelRatio":2.75,"deviceOrientation":"portrait","osName":"android","osVersion":"13",
		"windowTop":0,"windowBottom":0,"osLanguage":null,"osTheme":null,"ua":null,"hostPackageName":null,"browserName":null,"browserVersion":null,` + host + `}`
}

// hosts are what uni calls the apps of vendors, in hostName.
var hosts = map[string]string{
	"mp-baidu": "baiduboxapp", "mp-toutiao": "Douyin", "mp-lark": "feishu", "mp-qq": "qq", "mp-kuaishou": "kuaishou",
	"mp-jd": "JD", "mp-xhs": "xhs", "mp-harmony": "harmony",
}

// miniProgramSystem is that of a mini program of which nothing more is known: WeChat's,
// whose functions the others took over, with the host's name.
func miniProgramSystem(p *Platform) *System {
	s := *systems["mp-weixin"]
	s.App = strings.Replace(s.App, "WeChat", hosts[p.Name], 1)
	s.Added = strings.Replace(addedBy(p.Name, `"hostName":"WeChat","hostVersion":"8.0.53"`), "WeChat", hosts[p.Name], 1)
	s.UserData = p.Wrapper.Vendor + "file://user"
	s.Storage.KeyProblem = ""
	return &s
}
