export default async function ({ log, base, uni, sleep }) {
  const my = { ...uni }
  const t = my.connectSocket.call(null, { url: base + '/echo', complete() {} })
  my.onSocketMessage.apply({}, [(r) => log('m', r.data)])
  await new Promise((r) => t.onOpen(r))
  log(typeof my.sendSocketMessage.bind(5)({ data: 'x' }).then)
  t.send.call(t, { data: 'y' })
  for (const f of ['send', 'close', 'onOpen']) try { t[f].call({}, () => {}) ; log(f, 'no throw') } catch (e) { log(f, e instanceof TypeError) }
  await sleep(100)
  const u = Object.create(t)
  u.send({ data: 'through proto', success: (r) => log('ok', r) })
  log('u', u.readyState)
  await sleep(100)
  const bound = t.close.bind(t)
  bound({ code: 3001, complete: (r) => log('complete', r) })
  await sleep(100)
}
