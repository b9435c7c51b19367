export default async function ({ log, base, uni, sleep }) {
  for (const a of [[], ['connectSocket'], ['connectSocket', null], ['connectSocket', { invoke: 5, success: 'x' }], [null], [5, {}], ['nonsense', { invoke() {} }], [{}], [{ invoke: null }]])
    try { log('add', uni.addInterceptor(...a)) } catch (e) { log('threw', String(e)) }
  for (const a of [[], ['connectSocket'], ['connectSocket', null], ['never', {}], [null], [5, {}], ['nonsense', { invoke() {} }], [{}], ['never2', { invoke() {} }]])
    try { log('remove', uni.removeInterceptor(...a)) } catch (e) { log('threw', String(e)) }
  const t = uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r) })
  await sleep(100)
  t.close()
  await sleep(100)
}
