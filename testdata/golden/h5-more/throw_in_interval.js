export default async function ({ log, base, uni, sleep }) {
  let n = 0
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  const i = setInterval(() => { log('tick', n); if (++n === 3) clearInterval(i); throw new Error('tick ' + n) }, 10)
  await sleep(200)
  log('state', t.readyState)
  t.close()
  await sleep(100)
}
