export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  t.onOpen(() => { log('open'); throw new Error('open') })
  t.onOpen(() => log('open 2'))
  t.onMessage((r) => { log('m', r.data); throw 'text' })
  t.onMessage((r) => { log('m2', r.data); throw null })
  uni.onSocketMessage((r) => log('g', r.data))
  t.onClose((r) => { log('close', r); throw { a: 1 } })
  t.onClose(() => log('close 2'))
  uni.onSocketClose(() => log('g close'))
  await sleep(200)
  t.close()
  await sleep(100)
}
