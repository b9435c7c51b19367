package manifest

import "github.com/tailscale/hujson"

// Node is what sockets need of a platform's node. Each platform has its own keys
// in it, and a key that the platform does not know is not read.
type Node struct {
	// NetworkTimeout is what a mini program has in place of the top level's, nil
	// where its node gives none.
	NetworkTimeout *NetworkTimeout

	// AppID is the mini program's appid, "" where it is not given.
	AppID string

	// URLCheck is setting.urlCheck of a mini program, nil where it is not given.
	URLCheck *bool

	// HTTPS reports whether devServer.https of H5 is true or an object, which
	// holds the server's certificate.
	HTTPS bool
}

// nodeKinds says which nodes Parse reads, and how (section 5). Those of App are
// not among them: no key in them concerns sockets.
var nodeKinds = []struct {
	names []string
	read  func(*reader, *object) (Node, error)
}{
	{[]string{"web", "h5"}, (*reader).webNode},
	{[]string{
		"mp-weixin", "mp-alipay", "mp-baidu", "mp-toutiao", "mp-lark",
		"mp-qq", "mp-kuaishou", "mp-jd", "mp-xhs", "mp-harmony",
	}, (*reader).miniProgramNode},
}

// URLCheck is setting.urlCheck of a node such as "mp-weixin": whether the mini
// program refuses hosts that are not on its list of domains (item 93). given is
// false where the manifest leaves it to the template of the Vue version.
func (m *Manifest) URLCheck(node string) (check, given bool) {
	setting := m.node(node).URLCheck
	if setting == nil {
		return false, false
	}
	return *setting, true
}

// AppID is the appid of a node such as "mp-weixin", "" where there is none.
func (m *Manifest) AppID(node string) string { return m.node(node).AppID }

// SecurePage reports whether the development server serves H5's page over https,
// from where browsers block ws:// (section 5). A node "web" is read in place of
// "h5" as a whole: where it is there, devServer.https of "h5" says nothing.
func (m *Manifest) SecurePage() bool {
	if m == nil {
		return false
	}
	if web, ok := m.Nodes["web"]; ok {
		return web.HTTPS
	}
	return m.Nodes["h5"].HTTPS
}

// node returns the node of that name, empty where m has none.
func (m *Manifest) node(name string) Node {
	if m == nil {
		return Node{}
	}
	return m.Nodes[name]
}

// nodes reads the platforms' nodes; it returns nil where root has none.
func (r *reader) nodes(root *object) (map[string]Node, error) {
	var found map[string]Node
	for _, kind := range nodeKinds {
		for _, name := range kind.names {
			source, err := r.object(root, name)
			if err != nil {
				return nil, err
			}
			if source == nil {
				continue
			}
			node, err := kind.read(r, source)
			if err != nil {
				return nil, err
			}
			if found == nil {
				found = make(map[string]Node)
			}
			found[name] = node
		}
	}
	return found, nil
}

func (r *reader) miniProgramNode(source *object) (node Node, err error) {
	if node.NetworkTimeout, err = r.networkTimeout(source); err != nil {
		return Node{}, err
	}
	if v, ok := source.member("appid"); ok {
		if lit, ok := v.json.(hujson.Literal); ok && lit.Kind() == '"' {
			node.AppID = lit.String()
		}
	}
	setting, err := r.object(source, "setting")
	if err != nil {
		return Node{}, err
	}
	v, ok := setting.member("urlCheck")
	if !ok {
		return node, nil
	}
	check, ok := v.boolean()
	if !ok {
		return Node{}, r.refuse(v, "true or false", "write one of them without quotes or leave the key out")
	}
	node.URLCheck = &check
	return node, nil
}

func (r *reader) webNode(source *object) (Node, error) {
	server, err := r.object(source, "devServer")
	if err != nil {
		return Node{}, err
	}
	v, ok := server.member("https")
	if !ok {
		return Node{}, nil
	}
	if _, ok := v.json.(*hujson.Object); ok {
		return Node{HTTPS: true}, nil
	}
	https, ok := v.boolean()
	if !ok {
		return Node{}, r.refuse(v, "true, false or an object", "write one of them without quotes or leave the key out")
	}
	return Node{HTTPS: https}, nil
}
