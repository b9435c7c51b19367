export default async function ({ log, base, uni, sleep }) {
  let n = 0
  const connect = () => {
    const me = n++
    const t = uni.connectSocket({ url: base + '/close1000', complete: (r) => log('complete', me, r) })
    t.onOpen(() => log('open', me))
    t.onClose((r) => { log('close', me, r, t.readyState); if (n < 4) connect(); log('after', me) })
  }
  uni.onSocketOpen(() => log('g open'))
  uni.onSocketClose((r) => log('g close', r))
  connect()
  await sleep(800)
}
