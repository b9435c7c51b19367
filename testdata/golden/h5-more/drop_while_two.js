export default async function ({ log, base, uni, sleep }) {
  const a = uni.connectSocket({ url: base + '/drop', complete() {} })
  const b = uni.connectSocket({ url: base + '/echo', complete() {} })
  uni.onSocketClose((r) => { log('g close', r); uni.sendSocketMessage({ data: 'x', success: (r) => log('ok', r), fail: (r) => log('fail', r) }) })
  a.onClose((r) => log('a close', r))
  b.onMessage((r) => log('b', r.data))
  await sleep(400)
  uni.sendSocketMessage({ data: 'y', success: (r) => log('ok', r), fail: (r) => log('fail', r) })
  await sleep(80)
  b.close()
  await sleep(80)
}
