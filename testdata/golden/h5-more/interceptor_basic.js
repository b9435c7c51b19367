export default async function ({ log, base, uni, sleep }) {
  log('type', typeof uni.addInterceptor)
  uni.addInterceptor('connectSocket', {
    invoke(o) {
      log('invoke', Object.keys(o))
    },
    success(r) {
      log('i.success', r)
    },
    fail(r) {
      log('i.fail', r)
    },
    complete(r) {
      log('i.complete', r)
    },
    returnValue(r) {
      log('i.returnValue', typeof r)
    },
  })
  const t = uni.connectSocket({ url: base + '/echo', success: (r) => log('success', r) })
  log('task', typeof t, typeof t.then, typeof t.send)
  await sleep(100)
  uni.closeSocket()
  await sleep(60)
}
