export default async function ({ log, base, uni, sleep }) {
  const a = uni.connectSocket({ url: base + '/burst', complete() {} })
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  b.onOpen(() => { log('b open'); a.close({ code: 3001, reason: 'by b', success: (r) => log('ok', r) }) })
  a.onClose((r) => { log('a close', r); b.send({ data: 'a closed' }) })
  b.onMessage((r) => { log('b', r.data); b.close({ code: 3002 }) })
  b.onClose((r) => log('b close', r))
  uni.onSocketClose((r) => log('g close', r))
  await sleep(500)
}
