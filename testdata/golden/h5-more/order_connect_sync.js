export default async function ({ log, base, uni, sleep }) {
  log('1')
  const t = uni.connectSocket({ url: base + '/echo', success: () => log('success'), complete: () => log('complete') })
  log('2')
  setTimeout(() => log('timeout 0', t.readyState), 0)
  Promise.resolve().then(() => log('micro', t.readyState))
  t.onOpen(() => {
    log('open')
    t.send({ data: 'x', success: () => log('s.success'), complete: () => log('s.complete') })
    log('after send')
    Promise.resolve().then(() => log('micro in open'))
  })
  t.onMessage(() => {
    log('message')
    t.close({ success: () => log('c.success'), complete: () => log('c.complete') })
    log('after close')
  })
  t.onClose(() => log('close'))
  await sleep(250)
}
