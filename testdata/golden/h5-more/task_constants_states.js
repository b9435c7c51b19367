export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete: () => log('complete') })
  log('0', t.readyState)
  t.onOpen(() => log('open', t.readyState))
  t.onClose(() => log('close', t.readyState))
  await new Promise((r) => t.onOpen(r))
  log('1', t.readyState)
  t.close()
  log('2', t.readyState)
  await new Promise((r) => t.onClose(r))
  log('3', t.readyState)
}
