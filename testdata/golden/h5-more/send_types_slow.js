export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  let got
  t.onMessage((r) => got(r.data))
  for (const data of [undefined, NaN, -0, 5n, true, [1, [2, 3]], { toString: () => 'obj' }, new String('boxed'), new Error('e'), /r/i]) {
    const p = new Promise((r) => { got = r })
    t.send({ data, success: (r) => log('ok', r), fail: (r) => log('fail', r) })
    log('echo', await p)
  }
  for (const data of [Symbol('s'), Object.create(null)]) t.send({ data, success: (r) => log('ok', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
  t.close()
  await sleep(100)
}
