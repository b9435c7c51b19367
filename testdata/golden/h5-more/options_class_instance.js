export default async function ({ log, base, uni, sleep }) {
  class Options { constructor() { this.url = base + '/echo' } success(r) { log('success', r) } get protocols() { return 'protocol1' } }
  const o = new Options()
  const t = uni.connectSocket(o)
  log('t', typeof t, t && typeof t.then)
  await sleep(150)
  log('keys', Object.keys(o))
  uni.closeSocket({ complete: (r) => log('closed', r) })
  await sleep(100)
}
