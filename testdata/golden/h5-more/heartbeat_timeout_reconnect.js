export default async function ({ log, base, uni, sleep }) {
  let beats = 0
  let sockets = 0
  let dead
  const open = () => {
    const me = ++sockets
    const t = uni.connectSocket({ url: base + (me === 1 ? '/hello' : '/echo'), complete() {} })
    const beat = () => { t.send({ data: 'ping' }); dead = setTimeout(() => { log('dead', me); t.close({ code: 4000, reason: 'timeout' }) }, 120) }
    t.onOpen(() => { log('open', me); beat() })
    t.onMessage((r) => { if (r.data !== 'ping') return; clearTimeout(dead); log('pong', ++beats); if (beats < 3) setTimeout(beat, 20); else t.close() })
    t.onClose((r) => { log('close', me, r); if (r.code !== 1000) open() })
  }
  open()
  await sleep(800)
}
