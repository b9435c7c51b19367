package manifest_test

import "testing"

func TestURLCheck(t *testing.T) {
	for _, test := range []struct {
		name, source, node string // a source of "" is no manifest
		check, given       bool
	}{
		{"is not given without a manifest", ``, "mp-weixin", false, false},
		{"is not given without the node", `{"mp-qq": {"setting": {"urlCheck": true}}}`, "mp-weixin", false, false},
		{"is not given without setting", `{"mp-weixin": {"urlCheck": true}}`, "mp-weixin", false, false},
		{"is not given in a setting without it", `{"mp-weixin": {"setting": {"es6": true}}}`, "mp-weixin", false, false},
		{"is not given as null", `{"mp-weixin": {"setting": {"urlCheck": null}}}`, "mp-weixin", false, false},
		{"is not a key of H5", `{"h5": {"setting": {"urlCheck": true}}}`, "h5", false, false},
		{"is on", `{"mp-weixin": {"setting": {"urlCheck": true}}}`, "mp-weixin", true, true},
		{"is off", `{"mp-weixin": {"setting": {"urlCheck": false}}}`, "mp-weixin", false, true},
		{"is each mini program's own",
			`{"mp-weixin": {"setting": {"urlCheck": false}}, "mp-toutiao": {"setting": {"urlCheck": true}}}`, "mp-toutiao", true, true},
		{"is the last of those given", `{"mp-lark": {"setting": {"urlCheck": "x", "urlCheck": true}}}`, "mp-lark", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			check, given := parse(t, test.source).URLCheck(test.node)
			if check != test.check || given != test.given {
				t.Errorf("URLCheck = %v, %v; want %v, %v", check, given, test.check, test.given)
			}
		})
	}
}

func TestSecurePage(t *testing.T) {
	for _, test := range []struct {
		name, source string // a source of "" is no manifest
		want         bool
	}{
		{"is off without a manifest", ``, false},
		{"is off without the node", `{}`, false},
		{"is off without devServer", `{"h5": {"https": true}}`, false},
		{"is off in a devServer without https", `{"h5": {"devServer": {"port": 8080}}}`, false},
		{"is off with false", `{"h5": {"devServer": {"https": false}}}`, false},
		{"is off with null", `{"h5": {"devServer": {"https": null}}}`, false},
		{"is on with true", `{"h5": {"devServer": {"https": true}}}`, true},
		{"is on with a certificate", `{"h5": {"devServer": {"https": {"key": "k.pem", "cert": "c.pem"}}}}`, true},
		{"is on with an empty object", `{"h5": {"devServer": {"https": {}}}}`, true},
		{"is on by the alias web", `{"web": {"devServer": {"https": true}}}`, true},
		{"is on by web before h5", `{"h5": {"devServer": {"https": false}}, "web": {"devServer": {"https": true}}}`, true},
		{"is off by web before h5", `{"h5": {"devServer": {"https": true}}, "web": {"devServer": {"https": false}}}`, false},
		{"is off by an empty web before h5", `{"h5": {"devServer": {"https": true}}, "web": {}}`, false},
		{"is h5's where web is null", `{"h5": {"devServer": {"https": true}}, "web": null}`, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := parse(t, test.source).SecurePage(); got != test.want {
				t.Errorf("SecurePage = %v, want %v", got, test.want)
			}
		})
	}
}
