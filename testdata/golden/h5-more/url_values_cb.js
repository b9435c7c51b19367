export default async function ({ log, base, uni, sleep }) {
  const host = base.slice(5)
  const urls = ['', undefined, null, 5, 'bad url', '/echo', 'echo', '?q', '#frag', 'ftp://x', 'ws://', 'wss://', 'ws:', 'http://', 'ws://127.0.0.1:99999/', 'ws://127.0.0.1:x/', 'ws://[::1', base + '/echo#', base + '/echo#frag', 'http://' + host + '/echo#frag', 'HTTP://' + host + '/echo', 'javascript:1', 'data:,x', 'mailto:a@b', 'about:blank', 'file:///x', 'ws://256.0.0.1/', 'ws://a<b/', 'ws://%00/', 'x-y+z.1://a']
  for (const url of urls) {
    log('url', url)
    const t = uni.connectSocket({ url, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    log('task', typeof t, t && typeof t.send, t && t.readyState)
    try {
      t.close()
    } catch (e) {
      log('threw', String(e))
    }
  }
}
