export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  uni.onSocketMessage((r) => log('g', r.data))
  t.onMessage((r) => { log('t', r.data); if (r.data === 'b') t.close({ code: 3001, reason: 'b' }) })
  t.onClose((r) => log('close', r))
  await sleep(300)
}
