package uniapp

import (
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/grafana/sobek"

	"github.com/unisocket/uni/internal/httpclient"
	"github.com/unisocket/uni/js/binding"
	"github.com/unisocket/uni/js/network"
)

// uploadFile is uni.uploadFile. A path is one of this machine's
// (uni's documentation, docs/api/request/network-file.md).
func (a *App) uploadFile(options *sobek.Object, done func(binding.Outcome)) sobek.Value {
	c := a.newCall("uploadFile", options, done)
	header := c.header()
	target, ok := c.url(c.text("url"))
	if !ok {
		return c.task(true)
	}
	parts, err := c.parts()
	if err != nil {
		c.fail(c.rules.NoFile)
		return c.task(true)
	}
	body, contentType := httpclient.Form(parts)
	header.Set("Content-Type", contentType) // it names the boundary
	r := network.Request{
		Method: http.MethodPost, URL: target, Header: header, Body: body,
		Timeout: c.timeout(a.config.Network.Timeouts().UploadFile),
	}
	h := network.Handlers{Sent: func(n, total int64) {
		c.progressed(n, total, "totalBytesSent", "totalBytesExpectedToSend")
	}}
	c.start(r, h, func(head *httpclient.Response, body []byte) {
		result := c.answer(head)
		if c.rules.Page {
			result = a.vm.NewObject()
			result.Set("statusCode", head.StatusCode)
		}
		result.Set("data", network.Text(head.Header.Get("Content-Type"), body))
		c.succeed(result)
	})
	return c.task(true)
}

// parts are the fields of the form: formData, then the files.
func (c *call) parts() ([]httpclient.Part, error) {
	var parts []httpclient.Part
	if form, ok := c.option("formData").(*sobek.Object); ok {
		for _, name := range form.Keys() {
			parts = append(parts, httpclient.Part{Name: name, Data: []byte(form.Get(name).String())})
		}
	}
	files := []*sobek.Object{c.options}
	if list, ok := c.option("files").(*sobek.Object); ok && c.app.rawType(list) == "Array" {
		files = nil
		c.app.vm.ForOf(list, func(v sobek.Value) bool {
			files = append(files, v.ToObject(c.app.vm))
			return true
		})
	}
	for _, file := range files {
		part, err := c.file(file)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// file is one of files, or what the options themselves say: name, and a File or Blob
// in file or a path in filePath or uri.
func (c *call) file(o *sobek.Object) (httpclient.Part, error) {
	text := func(names ...string) string {
		for _, name := range names {
			if v := o.Get(name); v != nil && v.ToBoolean() {
				return v.String()
			}
		}
		return ""
	}
	part := httpclient.Part{Name: text("name", c.rules.Vendor.Name), File: true}
	if part.Name == "" {
		part.Name = "file"
	}
	blob, ok := o.Get("file").(*sobek.Object)
	if !ok {
		blob, ok = c.app.blobAt(text("filePath", "uri"))
	}
	if ok {
		if bytes, ok := c.app.blobBytes(blob); ok {
			part.Data, part.FileName, part.Type = bytes, "blob", blob.Get("type").String()
			if name := blob.Get("name"); name != nil && name.ToBoolean() {
				part.FileName = name.String()
			}
			return part, nil
		}
	}
	name := strings.TrimPrefix(text("filePath", "uri"), "file://")
	if name == "" {
		return part, fs.ErrNotExist
	}
	var err error
	part.Data, err = os.ReadFile(name)
	part.FileName, part.Type = filepath.Base(name), mime.TypeByExtension(filepath.Ext(name))
	return part, err
}

// blobAt is the Blob that a blob: URL of the page stands for.
func (a *App) blobAt(url string) (*sobek.Object, bool) {
	urls, ok := a.runtime.NativeValue("blobURLs").(*sobek.Object)
	if !ok || !strings.HasPrefix(url, "blob:") {
		return nil, false
	}
	get, _ := sobek.AssertFunction(urls.Get("get"))
	blob, ok := a.must(get(urls, a.vm.ToValue(url))).(*sobek.Object)
	return blob, ok
}

// blobURL makes a blob: URL for a download.
func (a *App) blobURL(body []byte, contentType string) string {
	global := a.vm.GlobalObject()
	options := a.vm.NewObject()
	options.Set("type", contentType)
	blob, err := a.vm.New(global.Get("Blob"), a.vm.NewArray(a.vm.NewArrayBuffer(body)), options)
	rethrow(err)
	urls := global.Get("URL").ToObject(a.vm)
	create, _ := sobek.AssertFunction(urls.Get("createObjectURL"))
	return a.must(create(urls, blob)).String()
}

// blobBytes are the bytes of a Blob, if that is one.
func (a *App) blobBytes(o *sobek.Object) ([]byte, bool) {
	buffer := o.GetSymbol(a.language().blob)
	if buffer == nil {
		return nil, false
	}
	bytes, ok := buffer.Export().(sobek.ArrayBuffer)
	if !ok {
		return nil, false
	}
	return slices.Clone(bytes.Bytes()), true
}

// downloadFile is uni.downloadFile. The file is one of this machine, and lives as long
// as the script unless the option filePath says where it is to be. On H5 it is a Blob,
// and its path a blob: URL ([V3], uni-h5).
func (a *App) downloadFile(options *sobek.Object, done func(binding.Outcome)) sobek.Value {
	c := a.newCall("downloadFile", options, done)
	header := c.header()
	target, ok := c.url(c.text("url"))
	if !ok {
		return c.task(true)
	}
	r := network.Request{
		Method: http.MethodGet, URL: target, Header: header,
		Timeout: c.timeout(a.config.Network.Timeouts().DownloadFile),
	}
	var received int64
	h := network.Handlers{Data: func(data []byte) {
		received += int64(len(data))
		c.progressed(received, c.expected, "totalBytesWritten", "totalBytesExpectedToWrite")
	}}
	c.start(r, h, func(head *httpclient.Response, body []byte) {
		key, name, err := c.save(target, head.Header.Get("Content-Type"), body)
		if err != nil {
			c.fail(a.config.Network.Failure(err))
			return
		}
		result := a.vm.NewObject()
		result.Set("statusCode", head.StatusCode)
		result.Set(key, name)
		if vendor := c.rules.Vendor.TempFilePath; vendor != "" && key == "tempFilePath" {
			result.Set(vendor, name)
		}
		c.succeed(result)
	})
	return c.task(true)
}

// save writes a download to its place, and says under which name the result has that.
func (c *call) save(target, contentType string, body []byte) (key, name string, err error) {
	name = c.text("filePath")
	switch {
	case c.rules.Page:
		return "tempFilePath", c.app.blobURL(body, contentType), nil
	case name != "":
		return "filePath", name, os.WriteFile(name, body, 0o666)
	}
	target, _, _ = strings.Cut(target, "?")
	dir, err := c.app.tempDir()
	if err != nil {
		return "", "", err
	}
	file, err := os.CreateTemp(dir, "*"+path.Ext(target))
	if err != nil {
		return "", "", err
	}
	defer file.Close()
	_, err = file.Write(body)
	return "tempFilePath", file.Name(), err
}

// tempDir is where downloads go.
func (a *App) tempDir() (string, error) {
	if a.temp == "" {
		dir, err := os.MkdirTemp("", "unisocket-")
		if err != nil {
			return "", err
		}
		a.temp = dir
	}
	return a.temp, nil
}

// Close removes what the app has left on this machine. The script has ended.
func (a *App) Close() error {
	if a.temp == "" {
		return nil
	}
	return os.RemoveAll(a.temp)
}
