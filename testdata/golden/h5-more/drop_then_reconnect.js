export default async function ({ log, base, uni, sleep }) {
  let n = 0
  uni.onSocketOpen(() => log('g open', n))
  uni.onSocketClose((r) => {
    log('g close', r)
    if (n++ < 2) uni.connectSocket({ url: base + (n === 2 ? '/echo' : '/drop'), success: (r) => log('success', r) })
  })
  uni.onSocketError((r) => log('g error', r))
  uni.connectSocket({ url: base + '/drop', success: (r) => log('success', r) })
  await sleep(700)
  uni.closeSocket({ complete: (r) => log('closed', r) })
  await sleep(200)
}
