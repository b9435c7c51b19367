export default async function ({ log, base, uni, sleep }) {
  const o = Object.assign(Object.create(null), { url: base + '/echo', success: (r) => log('success', r) })
  let t
  try { t = uni.connectSocket(o); log('t', typeof t, t && typeof t.then) } catch (e) { log('threw', String(e)) }
  await sleep(150)
  try { uni.sendSocketMessage(Object.assign(Object.create(null), { data: 'x', success: (r) => log('sent', r) })) } catch (e) { log('threw', String(e)) }
  try { t.send(Object.assign(Object.create(null), { data: 'y', success: (r) => log('sent', r) })) } catch (e) { log('threw', String(e)) }
  try { t.close(Object.assign(Object.create(null), { code: 3003, success: (r) => log('closing', r) })) } catch (e) { log('threw', String(e)) }
  t.onClose((r) => log('close', r))
  await sleep(100)
}
