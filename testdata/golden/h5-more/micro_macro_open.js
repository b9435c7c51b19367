export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  const mark = (n) => {
    queueMicrotask(() => log(n + ' qm'))
    Promise.resolve().then(() => log(n + ' p1')).then(() => log(n + ' p2'))
    ;(async () => { await null; log(n + ' async') })()
  }
  t.onOpen(() => { log('open'); mark('open') })
  t.onMessage((r) => { log('message', typeof r.data); mark('message ' + typeof r.data) })
  uni.onSocketOpen(() => { log('g open'); mark('g open') })
  uni.onSocketMessage((r) => { log('g message', typeof r.data); mark('g message ' + typeof r.data) })
  t.onClose(() => { log('close'); mark('close') })
  uni.onSocketClose(() => { log('g close'); mark('g close') })
  await sleep(300)
  t.close()
  await sleep(200)
}
