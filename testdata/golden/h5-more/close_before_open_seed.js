export default async function ({ log, base, uni, sleep }) {
  uni.connectSocket({ url: base + '/echo' })
  uni.onSocketOpen(() => {
    log('open')
    uni.closeSocket()
  })
  uni.onSocketClose((r) => log('closed', r))
  await sleep(300)
}
