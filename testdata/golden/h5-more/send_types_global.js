export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', typeof r.data, r.data instanceof ArrayBuffer ? [...new Uint8Array(r.data)] : r.data))
  await new Promise((r) => t.onOpen(r))
  const b = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])
  for (const [name, data] of [['undefined', undefined], ['null', null], ['array', [1, 2]], ['symbol', Symbol('s')], ['throws', { toString() { throw new Error('boom') } }], ['throws string', { toString() { throw 'str' } }], ['null proto', Object.create(null)], ['bigint', 5n], ['lone', 'a\ud800b'], ['empty', ''], ['empty buffer', new ArrayBuffer(0)], ['u8', b], ['sub', b.subarray(2, 4)], ['dataview', new DataView(b.buffer, 1, 3)], ['blob', new Blob(['b'])]]) {
    log('send', name)
    uni.sendSocketMessage({ data, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    await sleep(100)
  }
  t.close()
  await sleep(50)
}
