export default async function ({ log, base, uni, sleep }) {
  for (const n of ['Open', 'Message', 'Error', 'Close']) uni['onSocket' + n]((r) => log('g.' + n, r))
  const mk = async (name, path) => {
    const t = uni.connectSocket({ url: base + path, complete() {} })
    for (const n of ['Open', 'Message', 'Error', 'Close']) t['on' + n]((r) => log(name + '.' + n, r))
    await new Promise((r) => t.onOpen(r))
    return t
  }
  const a = await mk('a', '/echo')
  const b = await mk('b', '/echo')
  b.send({ data: 'to b' })
  await sleep(120)
  a.send({ data: 'to a' })
  await sleep(120)
  uni.sendSocketMessage({ data: 'global', complete: (r) => log('sent', r) })
  await sleep(120)
  b.close({ code: 3002 })
  await sleep(120)
  uni.closeSocket({ code: 3001, complete: (r) => log('gclosed', r) })
  await sleep(100)
  log('states', a.readyState, b.readyState)
}
