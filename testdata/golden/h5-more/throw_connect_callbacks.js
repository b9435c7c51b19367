export default async function ({ log, base, uni, sleep }) {
  try {
    const t = uni.connectSocket({
      url: base + '/echo',
      success() {
        log('success')
        throw new Error('in success')
      },
      complete() {
        log('complete')
        throw new Error('in complete')
      },
    })
    log('ret', typeof t, t && t.readyState)
    t.onOpen(() => log('open'))
    await sleep(100)
    t.close()
  } catch (e) {
    log('threw', String(e))
  }
  try {
    const t = uni.connectSocket({
      url: 'ftp://x',
      fail() {
        log('fail')
        throw new Error('in fail')
      },
      complete() {
        log('complete')
        throw new Error('in complete')
      },
    })
    log('ret', typeof t, t && typeof t.readyState)
  } catch (e) {
    log('threw', String(e))
  }
  await sleep(50)
}
