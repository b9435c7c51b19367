export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onOpen(() => { log('open'); queueMicrotask(() => { log('micro'); throw new Error('in micro') }) })
  t.onMessage((r) => log('message', r.data))
  await sleep(150)
  t.send({ data: 'after' })
  await sleep(150)
  t.close()
  await sleep(100)
}
