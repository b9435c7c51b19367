export default async function ({ log, base, uni, sleep }) {
  const no = { invoke: () => false }
  uni.addInterceptor('connectSocket', no)
  log('r', uni.connectSocket({ url: base + '/echo', success: () => log('never') }))
  const p = uni.connectSocket({ url: base + '/echo' })
  log('p', typeof p.then, await Promise.race([p, sleep(50).then(() => 'pending')]))
  uni.removeInterceptor('connectSocket', no)
  uni.addInterceptor('connectSocket', { invoke() { throw new Error('in invoke') } })
  try { log('r', uni.connectSocket({ url: base + '/echo', success: () => log('never') })) } catch (e) { log('threw', String(e)) }
  try { log('p', await uni.connectSocket({ url: base + '/echo' })) } catch (e) { log('rejected', String(e)) }
  uni.removeInterceptor('connectSocket')
  uni.addInterceptor('closeSocket', { success() { throw new Error('in success') }, complete() { log('complete hook') } })
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  try { log('r', uni.closeSocket({ success: () => log('success'), complete: () => log('complete') })) } catch (e) { log('threw', String(e)) }
  await sleep(100)
}
