export default async function ({ log, base, uni, sleep }) {
  const state = { lock: false, tries: 0 }
  const events = []
  const connect = () => {
    if (state.lock) return events.push('locked')
    state.lock = true
    uni.connectSocket({ url: base + (state.tries++ ? '/echo' : '/drop'), success: () => events.push('success'), fail: () => events.push('fail') })
  }
  uni.onSocketOpen(() => { events.push('open'); state.lock = false })
  uni.onSocketError(() => events.push('error'))
  uni.onSocketClose((r) => { events.push('close ' + r.code); if (r.code !== 1000) setTimeout(connect, 30) })
  uni.onSocketMessage((r) => { events.push('message ' + r.data) })
  connect(); connect()
  await sleep(500)
  uni.sendSocketMessage({ data: JSON.stringify({ type: 'ping' }) })
  await sleep(100)
  uni.closeSocket()
  await sleep(100)
  log('events', events)
}
