export default async function ({ log, base, uni, sleep }) {
  const o = { url: base + '/echo', protocols: 'protocol1', method: 'post', success: (r) => log('success', r), complete: (r) => log('complete', r) }
  for (let i = 0; i < 2; i++) {
    const t = uni.connectSocket(o)
    await new Promise((r) => t.onOpen(r))
    log('keys', Object.keys(o), o)
    const s = { data: 'x', success: (r) => log('sent', r) }
    uni.sendSocketMessage(s)
    uni.sendSocketMessage(s)
    t.send(s)
    log('keys', Object.keys(s))
    const c = { code: 3001, reason: 'r', success: (r) => log('closed', r) }
    uni.closeSocket(c)
    t.close(c)
    log('keys', Object.keys(c))
    await sleep(80)
  }
}
