export default async function ({ log, base, uni, sleep }) {
  uni.onSocketOpen(() => log('open'))
  uni.onSocketError((r) => log('gerror', r))
  uni.onSocketClose((r) => log('gclose', r))
  await uni.connectSocket({ url: base + '/echo' })
  try {
    log('closed', await uni.closeSocket({ code: 1000 }))
  } catch (e) {
    log('rejected', e)
  }
  await sleep(200)
}
