export default async function ({ log, base, uni, sleep }) {
  for (const protocols of [undefined, '', 'protocol1', ['protocol1'], ['other', 'protocol1'], ['protocol1', 'protocol1'], [''], ['a b'], 'a,b', 5, {}]) {
    const t = uni.connectSocket({ url: base + '/headers', protocols, success: (r) => log('success', r), fail: (r) => log('fail', r) })
    if (t.readyState === undefined) { log('dead'); continue }
    const end = new Promise((r) => t.onClose(r))
    t.onMessage((r) => { log('message', r.data); t.close() })
    t.onError((r) => log('error', r))
    log('close', await end)
  }
}
