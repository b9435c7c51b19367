package platform

import (
	"fmt"
	"slices"
	"strings"
)

// Wrapper is how uni wraps the vendor's object on a mini program (§1.0). There it
// is the layer: what is not said here is the vendor's.
type Wrapper struct {
	Name   string // of the platform: "mp-weixin"
	Vue    int    // 2 or 3
	Vendor string // the global variable with the vendor's object: "wx"
	Title  string // the platform's name in uni's warnings

	// Tuple: a promise resolves [error, result] and never rejects (§1.0).
	Tuple bool
	// MarksObjects: what a function returns that makes a task or a context has
	// the property __v_skip, which tells Vue not to make it reactive (§1.0).
	MarksObjects bool

	// Drops are options that do not reach the vendor, by function, each with a
	// warning made of DropText: %[1]s is the title, then function and option.
	Drops    map[string][]string
	DropText string

	// NumericErrors: a formatted result with error or errorMessage gets an errMsg
	// from them, and any other an errMsg that says ok, events included (§1.1, §1.4).
	NumericErrors bool
	// Formats are the functions whose options and results are copied, with the
	// rewriting above, beside those of Drops and those that MarksObjects concerns;
	// FormatsAll is all.
	Formats    []string
	FormatsAll bool
}

// DropWarning is what is said of an option that the platform does not have.
func (w *Wrapper) DropWarning(function, option string) string {
	return fmt.Sprintf(w.DropText, w.Title, function, option)
}

// LookupWrapper finds the wrapper of a mini program by the platform's name and
// Vue version; 0 stands for the newest.
func LookupWrapper(name string, vue int) (*Wrapper, error) {
	var names []string
	for _, w := range wrappers {
		if w.Name == name && (vue == 0 || w.Vue == vue) {
			return w, nil
		}
		if !slices.Contains(names, w.Name) {
			names = append(names, w.Name)
		}
	}
	if slices.Contains(names, name) {
		return nil, fmt.Errorf("platform %s is not there for Vue %d: there is Vue 3, 2", name, vue)
	}
	return nil, fmt.Errorf("platform %q is no mini program: those are %s", name, strings.Join(names, ", "))
}

var (
	dropMethod = map[string][]string{"connectSocket": {"method"}}
	// Builds for development warn at these that the log echo has a socket (§1.4),
	// for which they go through uni.
	echoWarned = []string{"onSocketOpen", "onSocketMessage"}
)

// wrappers lists the mini programs; the first of a name is its default. The names
// of the vendors' objects and the titles are those of the packages
// @dcloudio/uni-mp-*, 3.0.0 of 2026 and 2.0.2 of 2025-07-31; what is dropped is
// §1.1, #102 and golden/mp.
var wrappers = []*Wrapper{
	wrapperVue3(Wrapper{Name: "mp-weixin", Vendor: "wx", Title: "微信小程序", Formats: echoWarned}),
	wrapperVue2(Wrapper{Name: "mp-weixin", Vendor: "wx", Title: "微信小程序"}),
	wrapperVue3(Wrapper{
		Name: "mp-alipay", Vendor: "my", Title: "支付宝小程序", Drops: dropMethod,
		NumericErrors: true, FormatsAll: true, // #103, #104
	}),
	wrapperVue2(Wrapper{
		Name: "mp-alipay", Vendor: "my", Title: "支付宝小程序",
		Drops:         map[string][]string{"connectSocket": {"method", "protocols"}}, // the package
		NumericErrors: true,
	}),
	wrapperVue3(Wrapper{
		Name: "mp-baidu", Vendor: "swan", Title: "百度小程序", Drops: dropMethod,
		NumericErrors: true, FormatsAll: true,
	}),
	wrapperVue2(Wrapper{Name: "mp-baidu", Vendor: "swan", Title: "百度小程序", Drops: dropMethod, NumericErrors: true}),
	wrapperVue3(Wrapper{Name: "mp-toutiao", Vendor: "tt", Title: "字节跳动小程序", Drops: dropMethod}),
	wrapperVue2(Wrapper{Name: "mp-toutiao", Vendor: "tt", Title: "头条小程序", Drops: dropMethod}),
	wrapperVue3(Wrapper{Name: "mp-lark", Vendor: "tt", Title: "飞书小程序", Drops: dropMethod}),
	wrapperVue2(Wrapper{Name: "mp-lark", Vendor: "tt", Title: "飞书小程序", Drops: dropMethod}),
	wrapperVue3(Wrapper{Name: "mp-qq", Vendor: "qq", Title: "QQ小程序", Formats: echoWarned}),
	wrapperVue2(Wrapper{Name: "mp-qq", Vendor: "qq", Title: "QQ小程序"}), // the package calls it wx
	wrapperVue3(Wrapper{Name: "mp-kuaishou", Vendor: "ks", Title: "快手小程序", Formats: echoWarned}),
	wrapperVue2(Wrapper{Name: "mp-kuaishou", Vendor: "ks", Title: "快手小程序"}),
	wrapperVue3(Wrapper{Name: "mp-jd", Vendor: "jd", Title: "京东小程序", Formats: echoWarned}),
	wrapperVue2(Wrapper{Name: "mp-jd", Vendor: "jd", Title: "京东小程序"}),
	wrapperVue3(Wrapper{Name: "mp-xhs", Vendor: "xhs", Title: "小红书小程序", Formats: echoWarned}),
	wrapperVue2(Wrapper{Name: "mp-xhs", Vendor: "xhs", Title: "小红书小程序"}),
	wrapperVue3(Wrapper{Name: "mp-harmony", Vendor: "has", Title: "鸿蒙元服务"}),
	wrapperVue2(Wrapper{Name: "mp-harmony", Vendor: "has", Title: "鸿蒙元服务"}),
}

// wrapperVue3 adds what all wrappers of the Vue 3 line have.
func wrapperVue3(w Wrapper) *Wrapper {
	w.Vue = 3
	w.MarksObjects = true
	w.DropText = "%[1]s %[2]s 暂不支持 %[3]s" // §1.1
	return &w
}

// wrapperVue2 is that for Vue 2, which formats no function but those of Drops.
func wrapperVue2(w Wrapper) *Wrapper {
	w.Vue = 2
	w.Tuple = true
	w.DropText = "The '%[2]s' method of platform '%[1]s' does not support option '%[3]s'" // §1.1
	return &w
}
