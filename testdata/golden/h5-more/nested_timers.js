export default async function ({ log, base, uni, sleep }) {
  let depth = 0
  const order = []
  const go = () => { if (depth++ < 8) { order.push(depth); setTimeout(go, 0) } else log('order', order) }
  go()
  setTimeout(() => log('t30'), 30)
  setTimeout(() => log('t20'), 20)
  setTimeout(() => log('t20b'), 20)
  setTimeout(() => { log('t10'); setTimeout(() => log('t10+15'), 15) }, 10)
  await sleep(150)
  log('end')
}
