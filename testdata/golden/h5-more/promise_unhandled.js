export default async function ({ log, base, uni, sleep }) {
  uni.connectSocket({ url: 'ftp://x' })
  uni.sendSocketMessage({ data: 'x' })
  uni.closeSocket()
  await sleep(50)
  log('done')
}
