export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  const { send, close, onOpen, onMessage } = t
  for (const [n, f] of [['send', () => send({ data: 'x', fail: (r) => log('fail', r), complete: (r) => log('complete', r) })], ['close', () => close({ fail: (r) => log('fail', r) })], ['onOpen', () => onOpen(() => {})], ['onMessage', () => onMessage(() => {})]]) {
    try {
      log(n, f())
    } catch (e) {
      log(n, String(e).split(':')[0])
    }
  }
  await new Promise((r) => onOpen.call(t, r))
  const { connectSocket, sendSocketMessage, closeSocket, onSocketMessage } = uni
  onSocketMessage((r) => log('gmessage', r))
  sendSocketMessage({ data: 'detached', success: (r) => log('sent', r) })
  await sleep(60)
  closeSocket({ success: (r) => log('closed', r) })
  const u = connectSocket({ url: base + '/echo', success: (r) => log('connected', r) })
  u.close()
  await sleep(60)
}
