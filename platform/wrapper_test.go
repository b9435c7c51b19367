package platform

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestLookupWrapperSaysWhatThereIs(t *testing.T) {
	const known = "mp-weixin, mp-alipay, mp-baidu, mp-toutiao, mp-lark, mp-qq, mp-kuaishou, mp-jd, mp-xhs, mp-harmony"
	for _, c := range []struct {
		name   string
		vue    int
		vendor string
		found  int
		err    string
	}{
		{"mp-weixin", 0, "wx", 3, ""},
		{"mp-weixin", 2, "wx", 2, ""},
		{"mp-alipay", 3, "my", 3, ""},
		{"mp-baidu", 3, "swan", 3, ""},
		{"mp-toutiao", 3, "tt", 3, ""},
		{"mp-lark", 3, "tt", 3, ""},
		{"mp-qq", 2, "qq", 2, ""},
		{"mp-kuaishou", 3, "ks", 3, ""},
		{"mp-jd", 3, "jd", 3, ""},
		{"mp-xhs", 3, "xhs", 3, ""},
		{"mp-harmony", 3, "has", 3, ""},
		{"mp-weixin", 4, "", 0, "platform mp-weixin is not there for Vue 4: there is Vue 3, 2"},
		{"h5", 0, "", 0, `platform "h5" is no mini program: those are ` + known},
		{"", 3, "", 0, `platform "" is no mini program: those are ` + known},
	} {
		w, err := LookupWrapper(c.name, c.vue)
		if err != nil {
			if err.Error() != c.err {
				t.Errorf("LookupWrapper(%q, %d) says %q, not %q", c.name, c.vue, err, c.err)
			}
			continue
		}
		if c.err != "" || w.Name != c.name || w.Vendor != c.vendor || w.Vue != c.found {
			t.Errorf("LookupWrapper(%q, %d) finds %+v", c.name, c.vue, *w)
		}
	}
}

func TestEveryRecordedMiniProgramHasAWrapperOfBothLines(t *testing.T) {
	recordings, err := filepath.Glob("../testdata/golden/mp/*.json")
	if err != nil || len(recordings) == 0 {
		t.Fatalf("there are no recordings: %v", err)
	}
	for _, recording := range recordings {
		name := strings.TrimSuffix(filepath.Base(recording), ".json")
		for _, vue := range []int{2, 3} {
			w, err := LookupWrapper(name, vue)
			if err != nil {
				t.Error(err)
				continue
			}
			if w.Tuple != (vue == 2) {
				t.Errorf("%s, Vue %d: Tuple is %v", name, vue, w.Tuple)
			}
		}
	}
}

// #102, in the words of §1.1.
func TestDropWarningNamesPlatformFunctionAndOption(t *testing.T) {
	for _, c := range []struct {
		name string
		vue  int
		want string
	}{
		{"mp-alipay", 3, "支付宝小程序 connectSocket 暂不支持 method"},
		{"mp-baidu", 3, "百度小程序 connectSocket 暂不支持 method"},
		{"mp-toutiao", 3, "字节跳动小程序 connectSocket 暂不支持 method"},
		{"mp-lark", 3, "飞书小程序 connectSocket 暂不支持 method"},
		{"mp-lark", 2, "The 'connectSocket' method of platform '飞书小程序' does not support option 'method'"},
		{"mp-toutiao", 2, "The 'connectSocket' method of platform '头条小程序' does not support option 'method'"},
	} {
		w, err := LookupWrapper(c.name, c.vue)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.DropWarning("connectSocket", "method"); got != c.want {
			t.Errorf("%s, Vue %d: %q, not %q", c.name, c.vue, got, c.want)
		}
	}
}
