package platform_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/unisocket/uni/platform"
)

func TestEveryPlatformKnowsItsSystem(t *testing.T) {
	for _, p := range platform.All() {
		s := p.System()
		all := map[string]any{}
		for name, text := range map[string]string{
			"Device": s.Device, "App": s.App, "Window": s.Window, "Setting": s.Setting, "Authorize": s.Authorize, "Extra": s.Extra, "Added": s.Added,
		} {
			if text == "" {
				continue
			}
			if err := json.Unmarshal([]byte(text), &all); err != nil {
				t.Errorf("%s: %s is no JSON: %v", p, name, err)
			}
		}
		for _, property := range []string{"platform", "system", "model", "windowWidth", "language", "uniPlatform", "osName", "deviceType"} {
			if _, ok := all[property]; !ok {
				t.Errorf("%s: system information has no %s", p, property)
			}
		}
		if p.Wrapper != nil && (all["uniPlatform"] != p.Name || all["hostName"] == "") {
			t.Errorf("%s calls itself %v in %v", p, all["uniPlatform"], all["hostName"])
		}
		if s.Network == "" || s.Scene == 0 || (p.Wrapper == nil) != (s.UserData == "") {
			t.Errorf("%s: network %q, scene %d, user data %q", p, s.Network, s.Scene, s.UserData)
		}
	}
}

func TestEveryPlatformHasTheFunctionsOfAll(t *testing.T) {
	for _, p := range platform.All() {
		names := p.Functions()
		for _, name := range []string{"request", "getStorageSync", "setStorage", "getSystemInfoSync", "showToast", "navigateTo", "onNetworkStatusChange"} {
			if !slices.Contains(names, name) {
				t.Errorf("%s has no %s", p, name)
			}
		}
		sorted := slices.Clone(names)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(names) {
			t.Errorf("%s has a function twice", p)
		}
	}
}
