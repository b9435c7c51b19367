export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', typeof r.data === 'string' ? r.data : [...new Uint8Array(r.data)]))
  await new Promise((r) => t.onOpen(r))
  for (let i = 0; i < 10; i++) {
    t.send({ data: 't' + i, success: () => log('ok t' + i) })
    uni.sendSocketMessage({ data: new Uint8Array([i, i + 1]).buffer, success: () => log('ok b' + i) })
    if (i === 5) t.send({ data: new Blob(['blob']), success: () => log('ok blob') })
  }
  log('sync end')
  await sleep(300)
  t.close()
  await sleep(50)
}
