export default async function ({ log, base, uni, sleep }) {
  log('1')
  const t = uni.connectSocket({
    url: base + '/echo',
    success: (r) => { log('success', r); queueMicrotask(() => log('success micro')) },
    complete: (r) => { log('complete', r); setTimeout(() => log('complete timeout')) },
  })
  log('2', t.readyState)
  queueMicrotask(() => log('micro', t.readyState))
  Promise.resolve().then(() => log('promise', t.readyState))
  await null
  log('3')
  await new Promise((r) => t.onOpen(r))
  log('4', t.readyState)
  t.close({ success: () => { log('close success', t.readyState); queueMicrotask(() => log('close micro')) } })
  log('5', t.readyState)
  await sleep(200)
  log('6', t.readyState)
}
