export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.close()
  log('state', t.readyState)
  await sleep(200)
  log('state', t.readyState)
  t.onClose(() => log('late close'))
  await sleep(50)
}
