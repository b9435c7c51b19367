export default async function ({ log, base, uni, sleep }) {
  uni.onSocketError((r) => log('gerror', r))
  uni.onSocketClose((r) => log('gclose', r))
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  const cb = (n) => ({ success: (r) => log(n + '.success', r, t.readyState), fail: (r) => log(n + '.fail', r), complete: (r) => log(n + '.complete', r) })
  uni.closeSocket({ code: 3001, reason: 'one', ...cb('1') })
  uni.closeSocket({ code: 3002, reason: 'two', ...cb('2') })
  uni.closeSocket({ code: 5, ...cb('3') })
  await sleep(150)
  uni.closeSocket(cb('4'))
  uni.closeSocket({ code: 5, ...cb('5') })
  await sleep(120)
}
