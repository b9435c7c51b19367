// A scenario that follows one task from its opening to well after its end, on the endpoint at path.
export const end = (path) => async ({ log, base, uni, sleep }) => {
  for (const n of ['Open', 'Message', 'Error', 'Close']) {
    uni['onSocket' + n]((r) => log('g.' + n, Object.keys(r), r.data instanceof ArrayBuffer ? [...new Uint8Array(r.data)] : r))
  }
  const t = uni.connectSocket({
    url: base + path,
    success: (r) => log('success', r),
    fail: (r) => log('fail', r),
    complete: (r) => log('complete', r),
  })
  for (const n of ['Open', 'Message', 'Error', 'Close']) {
    t['on' + n]((r) => {
      log('t.' + n, t.readyState, r.data instanceof ArrayBuffer ? [...new Uint8Array(r.data)] : r)
      if (n === 'Open') t.send({ data: 'hi', success: (r) => log('sent', r), fail: (r) => log('unsent', r) })
    })
  }
  await sleep(400)
  log('state', t.readyState)
  t.close({ code: 3333, reason: 'end', success: (r) => log('c.success', r), fail: (r) => log('c.fail', r), complete: (r) => log('c.complete', r) })
  log('state', t.readyState)
  await sleep(250)
  log('state', t.readyState)
}
