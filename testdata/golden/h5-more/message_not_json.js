export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onMessage((r) => { try { JSON.parse(r.data) } catch (e) { log('threw', e.name, e instanceof SyntaxError) } })
  t.onMessage((r) => { try { JSON.parse(r.data) } catch (e) { log('threw', String(e)) } })
  await sleep(200)
  t.close()
  await sleep(100)
}
