export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('m', typeof r.data === 'string' ? r.data : [...new Uint8Array(r.data)]))
  await new Promise((r) => t.onOpen(r))
  for (let i = 0; i < 6; i++) { t.send({ data: 'text ' + i }); t.send({ data: new Uint8Array([i, i + 1]).buffer }); uni.sendSocketMessage({ data: JSON.stringify({ i }) }); t.send({ data: '' }); t.send({ data: new ArrayBuffer(0) }) }
  await sleep(250)
  t.close()
  await sleep(100)
}
