export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/burst', complete() {} })
  t.onMessage((r) => {
    log('message', r.data)
    if (r.data === 'a') setTimeout(() => log('timeout'), 1)
    const end = Date.now() + 40
    while (Date.now() < end);
  })
  await sleep(400)
  t.close()
  await sleep(60)
}
