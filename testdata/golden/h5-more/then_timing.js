export default async function ({ log, base, uni, sleep }) {
  const ticks = []
  const tick = async () => { for (let i = 0; i < 6; i++) { ticks.push(i); await null } }
  const p = uni.connectSocket({ url: base + '/echo' })
  tick()
  p.then(() => ticks.push('then'))
  ;(async () => { await p; ticks.push('await') })()
  await sleep(100)
  log('connect', ticks)
  ticks.length = 0
  const q = uni.sendSocketMessage({ data: 'x' })
  tick()
  q.then(() => ticks.push('then')).finally(() => ticks.push('finally'))
  await sleep(30)
  log('send', ticks)
  ticks.length = 0
  tick()
  uni.closeSocket({ code: 7 }).catch(() => ticks.push('catch'))
  await sleep(30)
  log('close', ticks)
  uni.closeSocket()
  await sleep(100)
}
