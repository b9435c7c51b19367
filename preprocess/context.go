package preprocess

import (
	"maps"
	"strings"
)

// Version is the compiler whose rules these are, and the uniVersion of a [Build] that names none.
const Version = 5.26

// A Build is what decides the words: one run of uni-app's compiler.
type Build struct {
	// Platform is the name after the compiler's -p: h5 (or web), app, app-plus, app-android, app-ios, app-harmony,
	// mp-weixin, mp-alipay, quickapp-webview, and so on. Any other name has its own word only, and MP if it begins
	// with mp-.
	Platform string
	// Vue is 2 or 3; 0 is 3.
	Vue int
	// X is whether this is a uni-app x project.
	X bool
	// Version is uniVersion, the compiler's version as a number (so that 4.9 is after 4.15); 0 is [Version].
	Version float64
	// Words are a project's own, such as a custom platform's in package.json. A name may be written in either case
	// and with - or _; it cannot change VUE2, VUE3, APP-VUE and UNI-APP-X where the build sets them.
	Words map[string]bool
	// Env is what a condition sees as process.env.
	Env map[string]string
}

// UniPlatform is process.env.UNI_PLATFORM in the build: the platform that is built, which the Vue 2 line calls app-plus
// where it is the App.
func (b Build) UniPlatform() string {
	built := b.Platform
	if p, ok := sameBuild[built]; ok {
		built = p
	}
	if built == "app" && b.Vue == 2 {
		return "app-plus"
	}
	return built
}

// Context is the set of words that hold for one build. It never changes, so any number of goroutines may share it.
type Context struct {
	words map[string]any // bool, or a number
	env   map[string]string
}

// words that every build knows, so that they are false rather than unknown. The difference shows in typeof and ==.
var allWords = []string{
	"UNI_APP_X", "APP", "APP_UVUE", "APP_NVUE", "APP_PLUS", "APP_PLUS_NVUE", "APP_VUE", "APP_ANDROID", "APP_IOS",
	"APP_HARMONY", "H5", "WEB", "MP", "MP_360", "MP_ALIPAY", "MP_BAIDU", "MP_HARMONY", "MP_JD", "MP_KUAISHOU", "MP_LARK",
	"MP_QQ", "MP_TOUTIAO", "MP_WEIXIN", "MP_XHS", "QUICKAPP_NATIVE", "QUICKAPP_WEBVIEW", "QUICKAPP_WEBVIEW_HUAWEI",
	"QUICKAPP_WEBVIEW_UNION", "VUE2", "VUE3", "VUE3_VAPOR",
}

// sameBuild maps names of -p to the platform that is built; which system the App runs on matters to uni-app x alone.
var sameBuild = map[string]string{
	"web": "h5", "app-plus": "app", "app-android": "app", "app-ios": "app",
	"quickapp-webview-huawei": "quickapp-webview", "quickapp-webview-union": "quickapp-webview",
}

// NewContext returns the words of b.
func NewContext(b Build) *Context {
	words := make(map[string]any, len(allWords)+len(b.Words)+2)
	set := func(holds bool, names ...string) {
		for _, name := range names {
			words[name] = holds
		}
	}
	set(false, allWords...)
	version := b.Version
	if version == 0 {
		version = Version
	}
	words["uniVersion"] = version

	platform := b.Platform
	if p, ok := sameBuild[platform]; ok {
		platform = p
	}
	set(true, word(platform))
	app := platform == "app" || platform == "app-harmony"
	switch {
	case app:
		set(true, "APP")
		set(platform == "app" && !b.X, "APP_PLUS")
	case strings.HasPrefix(platform, "mp-"):
		set(true, "MP")
	case platform == "h5":
		set(true, "WEB")
	}
	for name, holds := range b.Words {
		set(holds, word(name))
	}

	set(b.Vue == 2, "VUE2")
	set(b.Vue != 2, "VUE3")
	if b.X {
		set(true, "UNI_APP_X")
		set(false, "VUE3_VAPOR")
	}
	if app {
		set(true, map[bool]string{false: "APP_VUE", true: "APP_UVUE"}[b.X])
	}
	if b.X && b.Platform == "app-android" {
		set(true, "APP_ANDROID")
	}
	if b.X && b.Platform == "app-ios" {
		set(true, "APP_IOS")
	}

	return &Context{words: words, env: maps.Clone(b.Env)}
}

// word is a name as expressions see it, where - would be a minus sign.
func word(name string) string {
	return strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}
