export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onOpen(async () => { throw new Error('in async listener') })
  const once = (f) => new Promise((r) => t[f](r))
  await once('onOpen')
  await sleep(50)
  log('open')
  const m = once('onMessage')
  t.send({ data: 'x' })
  log('message', (await m).data)
  const c = once('onClose')
  t.close()
  log('close', await c)
}
