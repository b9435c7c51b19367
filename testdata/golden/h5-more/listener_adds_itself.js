export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/hello', complete() {} })
  let n = 0
  const f = (r) => {
    log('f', n, typeof r.data)
    if (n++ < 2) t.onMessage(f)
  }
  t.onMessage(f)
  let m = 0
  const g = (r) => {
    log('g', m, typeof r.data)
    if (m++ < 2) uni.onSocketMessage(g)
  }
  uni.onSocketMessage(g)
  await sleep(200)
  t.close()
  await sleep(50)
}
