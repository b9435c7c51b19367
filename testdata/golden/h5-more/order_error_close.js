export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/badutf8', complete() {} })
  const on = (n) => {
    log(n, t.readyState)
    Promise.resolve().then(() => log(n + ' micro')).then(() => log(n + ' micro 2'))
  }
  t.onOpen(() => on('open'))
  t.onError(() => on('error'))
  t.onClose(() => on('close'))
  uni.onSocketOpen(() => on('gopen'))
  uni.onSocketError(() => on('gerror'))
  uni.onSocketClose(() => on('gclose'))
  await sleep(250)
}
