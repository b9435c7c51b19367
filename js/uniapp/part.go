package uniapp

import (
	"embed"
	"fmt"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/js"
	"github.com/unisocket/uni/js/binding"
)

//go:embed parts/*.js
var partFiles embed.FS

// part is a file of functions written in JavaScript: a function of native, which
// returns an object of them. One with options is given a second argument, done, of
// which the arguments are an Outcome's fail, result and code.
type part struct {
	name        string
	sync, async []string
	own         []string // uni's own on mini programs
}

// parts are those that make functions of uni.
var parts = []part{
	{
		name:  "storage",
		sync:  []string{"setStorageSync", "getStorageSync", "removeStorageSync", "clearStorageSync", "getStorageInfoSync"},
		async: []string{"setStorage", "getStorage", "removeStorage", "clearStorage", "getStorageInfo"},
	},
	{
		name: "system",
		sync: []string{
			"getSystemInfoSync", "getDeviceInfo", "getAppBaseInfo", "getWindowInfo", "getSystemSetting", "getAppAuthorizeSetting",
			"getAccountInfoSync", "canIUse", "getMenuButtonBoundingClientRect",
			"onThemeChange", "offThemeChange", "onMemoryWarning", "offMemoryWarning", "onWindowResize", "offWindowResize",
			"onNetworkStatusChange", "offNetworkStatusChange", "onNetworkWeakChange", "offNetworkWeakChange",
		},
		own:   []string{"getLocale", "setLocale", "onLocaleChange"},
		async: []string{"getSystemInfo", "getSystemInfoAsync", "getNetworkType"},
	},
	{
		name: "interaction",
		async: []string{
			"showToast", "hideToast", "showLoading", "hideLoading", "showModal", "showActionSheet",
			"setNavigationBarTitle", "setNavigationBarColor", "showNavigationBarLoading", "hideNavigationBarLoading",
			"setTabBarBadge", "removeTabBarBadge", "showTabBarRedDot", "hideTabBarRedDot",
			"startPullDownRefresh", "stopPullDownRefresh", "pageScrollTo", "setKeepScreenOn",
			"setClipboardData", "getClipboardData", "vibrate", "vibrateLong", "vibrateShort", "hideKeyboard",
		},
	},
	{
		name: "life",
		sync: []string{
			"getLaunchOptionsSync", "getEnterOptionsSync", "onError", "offError", "onUnhandledRejection", "offUnhandledRejection",
			"onPageNotFound", "offPageNotFound",
		},
		async: []string{"navigateTo", "redirectTo", "switchTab", "reLaunch", "navigateBack"},
	},
	{
		name: "tools",
		sync: []string{"nextTick", "getUpdateManager", "getLogManager", "getRealtimeLogManager", "getPerformance"},
		own:  []string{"$on", "$once", "$off", "$emit", "upx2px", "rpx2px"},
	},
}

// load returns the functions of a part.
func (a *App) load(name string) *sobek.Object {
	if made, ok := a.parts[name]; ok {
		return made
	}
	v, err := sources[name].Make(a.vm, a.native)
	if err != nil {
		panic(err)
	}
	made := v.ToObject(a.vm)
	a.parts[name] = made
	return made
}

// sources are the files, by the names of their parts.
var sources = func() map[string]*js.Part {
	files, err := partFiles.ReadDir("parts")
	if err != nil {
		panic(err) // they are embedded
	}
	all := map[string]*js.Part{}
	for _, file := range files {
		source, err := partFiles.ReadFile("parts/" + file.Name())
		if err != nil {
			panic(err)
		}
		name := strings.TrimSuffix(file.Name(), ".js")
		all[name] = &js.Part{Name: name, Source: string(source)}
	}
	return all
}()

// function is one of a part's.
func (a *App) function(part, name string) sobek.Callable {
	fn, ok := sobek.AssertFunction(a.load(part).Get(name))
	if !ok {
		panic(fmt.Sprintf("uniapp: the part %s has no function %s", part, name))
	}
	return fn
}

// sync is a function that a part has as it is.
func (a *App) sync(part, name string) func(sobek.FunctionCall) sobek.Value {
	return func(call sobek.FunctionCall) sobek.Value {
		v, err := a.function(part, name)(call.This, call.Arguments...)
		rethrow(err)
		return v
	}
}

// async is a function with options.
func (a *App) async(part, name string) func(*sobek.Object, func(binding.Outcome)) sobek.Value {
	return func(options *sobek.Object, done func(binding.Outcome)) sobek.Value {
		_, err := a.function(part, name)(sobek.Undefined(), options, a.vm.ToValue(func(call sobek.FunctionCall) sobek.Value {
			o := binding.Outcome{Code: int(call.Argument(2).ToInteger())}
			if fail := call.Argument(0); fail.ToBoolean() {
				o.Fail = fail.String()
			}
			o.Result, _ = call.Argument(1).(*sobek.Object)
			if a.config.Platform.Layer.CallbacksLater {
				a.post(func() { done(o) })
			} else {
				done(o)
			}
			return sobek.Undefined()
		}))
		rethrow(err)
		return nil
	}
}

// rethrow throws an error of a call into JavaScript on.
func rethrow(err error) {
	if err != nil {
		panic(err)
	}
}
