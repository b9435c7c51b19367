package uniapp

import (
	"fmt"
	"strings"
)

// hookNames are the life cycle functions that @dcloudio/uni-app 3.0.0 exports, by what
// they register.
var hookNames = strings.Fields(`onLaunch onShow onHide onError onThemeChange onPageNotFound onUnhandledRejection
	onLastPageBackPress onExit onInit onLoad onReady onUnload onResize onBackPress onPageScroll onTabItemTap onReachBottom
	onPullDownRefresh onSaveExitState onTitleClick onShareTimeline onShareChat onAddToFavorites onShareAppMessage onCopyUrl
	onUploadDouyinVideo onLiveMount onNavigationBarButtonTap onNavigationBarSearchInputChanged
	onNavigationBarSearchInputClicked onNavigationBarSearchInputConfirmed onNavigationBarSearchInputFocusChanged`)

// aliases are exported under other names, too.
var aliases = map[string]string{"onAppShow": "onShow", "onAppHide": "onHide", "onPageShow": "onShow", "onPageHide": "onHide"}

// notExported are exports of @dcloudio/uni-app that need what is not here.
var notExported = strings.Fields("ssrRef shallowSsrRef getSsrGlobalData getCurrentSubNVue requireNativePlugin renderComponentSlot")

// vue2Name is a module that is imported before a project's entry for Vue 2.
const vue2Name = "uni:vue2"

// Modules are the modules that a script finds whether they are installed or not.
func Modules() map[string]string {
	var b strings.Builder
	fmt.Fprintf(&b, "const life = () => globalThis[%q];\n", lifeName)
	hook := func(name, of string) {
		fmt.Fprintf(&b, "export const %s = (hook, target) => life().hook(%q, hook, target);\n", name, of)
	}
	for _, name := range hookNames {
		hook(name, name)
	}
	for name, of := range aliases {
		hook(name, of)
	}
	for _, name := range notExported {
		fmt.Fprintf(&b, "export const %s = () => { throw new Error('%s of @dcloudio/uni-app is not implemented in unisocket'); };\n", name, name)
	}
	b.WriteString("export const formatAppLog = (type, file, ...args) => console[type](...args, file);\n")
	b.WriteString("export const formatLog = formatAppLog;\nexport const resolveEasycom = (component, easycom) => (typeof component === 'string' ? easycom : component);\n")
	return map[string]string{
		"@dcloudio/uni-app": b.String(),
		vue2Name:            fmt.Sprintf("import Vue from 'vue'; globalThis[%q].prepareVue2(Vue);", lifeName),
	}
}
