export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({
    url: base + '/hello',
    success(...a) {
      log('success', this === undefined, typeof this, a.length)
    },
    complete(...a) {
      log('complete', this === undefined, typeof this, a.length)
    },
  })
  t.onMessage(function (...a) {
    log('message', this === undefined, typeof this, a.length)
  })
  uni.onSocketMessage(function (...a) {
    log('gmessage', this === undefined, typeof this, a.length)
  })
  t.onOpen(function (...a) {
    log('open', this === undefined, a.length)
    t.send({ data: 'x', success(...b) { log('send', this === undefined, typeof this, b.length) } })
    uni.sendSocketMessage({ data: 'x', success(...b) { log('gsend', this === undefined, typeof this, b.length) } })
  })
  await sleep(200)
  t.close({ success(...b) { log('close', this === undefined, typeof this, b.length) } })
  await sleep(50)
}
