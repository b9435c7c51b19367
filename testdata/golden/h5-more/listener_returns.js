export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  log('ret', t.onOpen(() => {}), t.onMessage(() => {}), t.onError(() => {}), t.onClose(() => {}))
  log('gret', uni.onSocketOpen(() => {}), uni.onSocketMessage(() => {}), uni.onSocketError(() => {}), uni.onSocketClose(() => {}))
  log('off', typeof uni.offSocketOpen, typeof uni.offSocketMessage, typeof t.offOpen, typeof t.offMessage, typeof t.onHeaders)
  await sleep(100)
  log('send', t.send({ data: 'x' }))
  log('close', t.close())
  await sleep(50)
}
