export default async function ({ log, base, uni, sleep }) {
  let n = 0
  const connect = () => {
    const path = n < 3 ? '/reject' : '/echo'
    const t = uni.connectSocket({ url: base + path, success: (r) => log('success', n, r) })
    const me = n++
    t.onOpen(() => { log('open', me); t.send({ data: 'hello ' + me }) })
    t.onMessage((r) => { log('message', me, r.data); t.close({ code: 3000 + me, reason: 'done' }) })
    t.onError((r) => log('error', me, r))
    t.onClose((r) => { log('close', me, r); if (me < 3) setTimeout(connect, 20 * 2 ** me) })
  }
  connect()
  await sleep(1500)
}
