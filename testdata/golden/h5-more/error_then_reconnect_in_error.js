export default async function ({ log, base, uni, sleep }) {
  let n = 0
  const go = () => {
    const t = uni.connectSocket({ url: base + (n++ ? '/echo' : '/badaccept'), complete: (r) => log('complete', r) })
    t.onError((r) => { log('error', r, t.readyState); go() })
    t.onClose((r) => { log('close', r) })
    t.onOpen(() => { log('open'); uni.sendSocketMessage({ data: 'x', success: (r) => log('ok', r), fail: (r) => log('fail', r) }) })
  }
  uni.onSocketError(() => log('g error')); uni.onSocketOpen(() => log('g open')); uni.onSocketClose((r) => log('g close', r))
  go()
  await sleep(300)
  uni.closeSocket({ complete: (r) => log('complete', r) })
  await sleep(100)
}
