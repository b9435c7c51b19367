export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', r))
  await new Promise((r) => t.onOpen(r))
  const f = () => {}
  f.data = 'on function'
  for (const a of [[], [undefined], [null], [5], ['str'], [true], [[]], [{}], [f], [{ data: 'x' }, 'second'], [{ DATA: 'x' }], [new ArrayBuffer(2)]]) {
    try {
      log('ret', t.send(...a))
    } catch (e) {
      log('threw', String(e))
    }
    await sleep(100)
  }
  t.close()
  await sleep(50)
}
