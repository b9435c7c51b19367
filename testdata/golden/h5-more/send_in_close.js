export default async function ({ log, base, uni, sleep }) {
  const cb = (n) => ({ success: (r) => log(n + '.success', r), fail: (r) => log(n + '.fail', r), complete: (r) => log(n + '.complete', r) })
  const t = uni.connectSocket({ url: base + '/close1000', complete() {} })
  t.onClose((r) => {
    log('close', r)
    t.send({ data: 'x', ...cb('t') })
    uni.sendSocketMessage({ data: 'x', ...cb('g') })
  })
  uni.onSocketClose((r) => {
    log('gclose', r)
    uni.sendSocketMessage({ data: 'y', ...cb('g2') })
  })
  await sleep(300)
}
