export default async function ({ log, base, uni, sleep }) {
  for (const url of [base + '/echo#frag', base.replace('ws', 'ftp'), 'mailto:a@b', 'WSX://x', 'about:blank', 'ws://', 'ws://x:65536/', 'ws://[1::2::3]/', base + '/#', 'ws://exa mple:70000']) {
    const t = uni.connectSocket({ url, success: (r) => log('success', url, r), fail: (r) => log('fail', url, r), complete: (r) => log('complete', url, r) })
    log('t', typeof t, t && t.readyState, t && typeof t.send, t && Object.keys(t))
    t.send({ data: 'x', fail: (r) => log('send fail', r) })
    t.close({ fail: (r) => log('close fail', r) })
  }
}
