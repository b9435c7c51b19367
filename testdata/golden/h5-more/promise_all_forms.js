export default async function ({ log, base, uni, sleep }) {
  const p = uni.connectSocket({ url: base + '/echo' })
  log('promise', Object.prototype.toString.call(p), p instanceof Promise)
  log('value', await p)
  try {
    log('early', await uni.sendSocketMessage({ data: 'x' }))
  } catch (e) {
    log('early rejected', e)
  }
  await new Promise((r) => uni.onSocketOpen(r))
  uni.onSocketMessage((r) => log('message', r))
  uni.onSocketClose((r) => log('close', r))
  log('sent', await uni.sendSocketMessage({ data: 'x' }))
  log('sent', await uni.sendSocketMessage({}))
  log('sent', await uni.sendSocketMessage())
  for (const o of [{ data: Symbol('s') }, { data: { toString() { throw new Error('boom') } } }]) {
    try {
      log('sent', await uni.sendSocketMessage(o))
    } catch (e) {
      log('rejected', e)
    }
  }
  await sleep(60)
  for (const o of [{ code: 5 }, { code: 3001, reason: 'a'.repeat(124) }, { code: 3001, reason: 'bye' }, {}]) {
    try {
      log('closed', await uni.closeSocket(o))
    } catch (e) {
      log('rejected', e)
    }
  }
  await sleep(100)
  try {
    log('closed', await uni.closeSocket())
  } catch (e) {
    log('rejected', e)
  }
}
