export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/reject', complete() {} })
  const mark = (n) => {
    queueMicrotask(() => { log(n + ' qm'); queueMicrotask(() => log(n + ' qm qm')) })
    setTimeout(() => log(n + ' timeout'), 0)
  }
  t.onError((r) => { log('error', r, t.readyState); mark('error') })
  uni.onSocketError(() => { log('g error'); mark('g error') })
  t.onClose((r) => { log('close', r); mark('close') })
  uni.onSocketClose(() => log('g close'))
  await sleep(300)
}
