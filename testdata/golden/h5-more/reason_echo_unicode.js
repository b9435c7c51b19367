export default async function ({ log, base, uni, sleep }) {
  for (const reason of ['再见', '😀', '\u0000', 'é'.repeat(61), 'a\tb\nc', '"\\']) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    const c = new Promise((r) => t.onClose(r))
    uni.closeSocket({ code: 3000, reason, success: (r) => log('ok', r), fail: (r) => log('fail', r) })
    log('close', await c)
  }
}
