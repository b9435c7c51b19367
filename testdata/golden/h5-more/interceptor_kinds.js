export default async function ({ log, base, uni, sleep }) {
  const show = (n, v) => log(n, typeof v, v && typeof v.then, v && typeof v.send)
  const cancel = { invoke: () => false }
  uni.addInterceptor('connectSocket', cancel)
  show('cancelled cb', uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r), complete: (r) => log('complete', r) }))
  const p = uni.connectSocket({ url: base + '/echo' })
  show('cancelled promise', p)
  p.then((r) => log('resolved', r), (e) => log('rejected', e))
  await sleep(50)
  uni.removeInterceptor('connectSocket', cancel)
  uni.addInterceptor('connectSocket', { invoke: async (o) => { await null; log('async', Object.keys(o)); return o } })
  const a = uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r) })
  show('async cb', a)
  show('async value', await a)
  log('async promise', await uni.connectSocket({ url: base + '/echo' }))
  await sleep(80)
  log('c', await uni.closeSocket({}))
  await sleep(60)
  log('c', await uni.closeSocket({}))
  await sleep(60)
  uni.removeInterceptor('connectSocket')
  uni.addInterceptor({ invoke: (o) => { log('global invoke', Object.keys(o)) }, success: (r) => { log('g.success', r) }, fail: (r) => { log('g.fail', r); return { errMsg: 'changed' } }, complete: (r) => { log('g.complete', r) }, returnValue: (v) => { log('g.rv', typeof v) } })
  uni.addInterceptor('closeSocket', { fail: (r) => { log('s.fail', r) }, returnValue: (v) => 'replaced' })
  log('rv', uni.closeSocket({ fail: (r) => log('fail', r), complete: (r) => log('complete', r) }))
  log('rv', uni.closeSocket())
  await sleep(20)
  try { log('v', await uni.sendSocketMessage({ data: 'x' })) } catch (e) { log('caught', e) }
  uni.addInterceptor('sendSocketMessage', { invoke: () => { throw new Error('in invoke') } })
  try { uni.sendSocketMessage({ data: 'x', complete() {} }) } catch (e) { log('threw', String(e)) }
  try { await uni.sendSocketMessage({ data: 'x' }) } catch (e) { log('rejected', String(e)) }
  for (const v of [[5], [], ['connectSocket', 5], [null]]) { try { log('bad', uni.addInterceptor(...v)) } catch (e) { log('bad threw', String(e)) } }
}
