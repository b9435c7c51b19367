export default async function ({ log, base, uni, sleep }) {
  for (const n of ['Open', 'Message', 'Error', 'Close']) uni['onSocket' + n]((r) => log('g.' + n, r))
  const mk = async (name) => {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    t.onMessage((r) => log(name, r))
    t.onClose((r) => log(name, r))
    await new Promise((r) => t.onOpen(r))
    return t
  }
  const a = await mk('a')
  const b = await mk('b')
  const c = await mk('c')
  uni.sendSocketMessage({ data: '1', complete: (r) => log('sent', r) })
  await sleep(120)
  a.close({ code: 3001 })
  uni.sendSocketMessage({ data: '2', complete: (r) => log('sent', r) })
  await sleep(80)
  uni.sendSocketMessage({ data: '3', complete: (r) => log('sent', r) })
  await sleep(120)
  c.close({ code: 3003 })
  await sleep(120)
  uni.sendSocketMessage({ data: '4', complete: (r) => log('sent', r) })
  await sleep(120)
  b.close({ code: 3002 })
  await sleep(120)
  uni.sendSocketMessage({ data: '5', complete: (r) => log('sent', r) })
  await sleep(120)
}
