export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  t.onMessage((r) => setTimeout(() => { log('late', typeof r.data); r.nothing.here() }, 0))
  t.onClose((r) => log('close', r))
  await sleep(200)
  t.close({ code: 3001 })
  await sleep(100)
}
