export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', r))
  t.onClose((r) => log('close', r))
  const boom = (n) => (r) => {
    log(n, r)
    throw new Error('in ' + n)
  }
  const run = (name, f) => {
    try {
      log(name, f())
    } catch (e) {
      log(name, 'threw', String(e))
    }
  }
  run('send connecting', () => t.send({ data: 'a', success: boom('success'), fail: boom('fail'), complete: boom('complete') }))
  run('send connecting, complete', () => t.send({ data: 'a', complete: boom('complete') }))
  await new Promise((r) => t.onOpen(r))
  run('send', () => t.send({ data: 'b', success: boom('success'), fail: boom('fail'), complete: boom('complete') }))
  run('send complete', () => t.send({ data: 'c', complete: boom('complete') }))
  run('send throws once', () => {
    let n = 0
    return t.send({ data: 'd', success() { log('success'); throw new Error('x') }, fail: (r) => log('fail', r), complete: (r) => log('complete', ++n, r) })
  })
  await sleep(120)
  run('close bad', () => t.close({ code: 5, fail: boom('fail'), complete: (r) => log('complete', r) }))
  run('close', () => t.close({ success() { log('success'); throw new Error('x') }, fail: (r) => log('fail', r), complete: (r) => log('complete', r) }))
  await sleep(100)
}
