export default async function ({ log, base, uni, sleep }) {
  const o = () => ({ get url() { throw new Error('url getter') }, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  try {
    log('ret', typeof uni.connectSocket(o()))
  } catch (e) {
    log('threw', String(e))
  }
  try {
    log('val', await uni.connectSocket({ get url() { throw new Error('url getter') } }))
  } catch (e) {
    log('rejected', String(e))
  }
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  for (const f of [() => t.send({ get data() { throw new Error('data getter') }, fail: (r) => log('fail', r) }), () => t.close({ get code() { throw new Error('code getter') }, fail: (r) => log('fail', r) }), () => t.close({ get reason() { throw new Error('reason getter') }, fail: (r) => log('fail', r) }), () => uni.sendSocketMessage({ get data() { throw new Error('data getter') }, fail: (r) => log('fail', r) })]) {
    try {
      log('ret', typeof f(), t.readyState)
    } catch (e) {
      log('threw', String(e))
    }
  }
  t.close()
  await sleep(60)
}
