export default async function ({ log, base, uni, sleep }) {
  uni.onSocketOpen(() => { log('g open'); throw new Error('in global open') })
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  const once = (f) => new Promise((r) => t[f](r))
  await once('onOpen')
  log('open')
  t.send({ data: 'x' })
  log('message', (await once('onMessage')).data)
  t.close()
  log('close', await once('onClose'))
}
