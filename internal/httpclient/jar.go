package httpclient

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"sync"

	"golang.org/x/net/publicsuffix"
)

// Jar keeps cookies (RFC 6265). It knows which of them a script may not see. It may be
// used from several goroutines.
type Jar struct {
	cookies *cookiejar.Jar

	mu     sync.Mutex
	hidden map[cookieName]bool // HttpOnly
}

// cookieName is a cookie's, at the host that set it.
type cookieName struct{ host, name string }

// NewJar makes an empty one.
func NewJar() *Jar {
	// New fails for no options that there are.
	cookies, _ := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	return &Jar{cookies: cookies, hidden: map[cookieName]bool{}}
}

// SetCookies keeps what a response has set.
func (j *Jar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	for _, c := range cookies {
		j.hidden[cookieName{u.Hostname(), c.Name}] = c.HttpOnly
	}
	j.mu.Unlock()
	j.cookies.SetCookies(u, cookies)
}

// Cookies are those that go with a request.
func (j *Jar) Cookies(u *url.URL) []*http.Cookie { return j.cookies.Cookies(u) }

// Visible are those that a script at u sees.
func (j *Jar) Visible(u *url.URL) []*http.Cookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.DeleteFunc(j.cookies.Cookies(u), func(c *http.Cookie) bool { return j.hidden[cookieName{u.Hostname(), c.Name}] })
}

// SetVisible keeps one that a script at u has set, unless that would replace one
// that it does not see (section 5.3, step 11.2).
func (j *Jar) SetVisible(u *url.URL, c *http.Cookie) {
	j.mu.Lock()
	hidden := j.hidden[cookieName{u.Hostname(), c.Name}]
	j.mu.Unlock()
	if !hidden && !c.HttpOnly {
		j.SetCookies(u, []*http.Cookie{c})
	}
}
