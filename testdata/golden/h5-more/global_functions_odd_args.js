export default async function ({ log, base, uni, sleep }) {
  for (const f of ['sendSocketMessage', 'closeSocket'])
    for (const a of [undefined, null, 5, 'x', [], true, () => {}]) {
      try {
        const r = uni[f](a)
        log(f, typeof r, r && typeof r.then)
        if (r && r.then) await r.then((v) => log('v', v), (e) => log('rej', e))
      } catch (e) { log('threw', String(e)) }
    }
  for (const f of ['onSocketOpen', 'onSocketMessage', 'onSocketError', 'onSocketClose'])
    for (const a of [undefined, null, 5, 'x', {}, []]) {
      try { log(f, uni[f](a)) } catch (e) { log('threw', String(e)) }
    }
}
