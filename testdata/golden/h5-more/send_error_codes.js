export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  const o = { data: 'x', fail: (r) => log('fail', Object.keys(r), r), complete: (r) => log('complete', Object.keys(r), r) }
  t.send(o)
  log('o', Object.keys(o))
  const first = []
  t.send({ data: 'x', fail: (r) => first.push(r), complete: (r) => first.push(r) })
  log('same', first.length, first[0] === first[1], first[0] === first[2], first[2] === first[3])
  const g = []
  uni.sendSocketMessage({ data: 'x', fail: (r) => g.push(r), complete: (r) => g.push(r) })
  log('same', g.length, g[0] === g[1])
  await sleep(100)
  t.close()
  await sleep(100)
}
