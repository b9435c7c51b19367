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
  const all = () => ({ success: boom('success'), fail: boom('fail'), complete: boom('complete') })
  run('send connecting', () => uni.sendSocketMessage({ data: 'a', ...all() }))
  await new Promise((r) => t.onOpen(r))
  run('send', () => uni.sendSocketMessage({ data: 'b', ...all() }))
  run('send symbol', () => uni.sendSocketMessage({ data: Symbol('s'), ...all() }))
  await sleep(120)
  run('close bad', () => uni.closeSocket({ code: 5, ...all() }))
  run('close', () => uni.closeSocket(all()))
  await sleep(100)
  run('close none', () => uni.closeSocket(all()))
}
