export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', typeof r.data, r.data instanceof ArrayBuffer ? [...new Uint8Array(r.data)] : r.data))
  await new Promise((r) => t.onOpen(r))
  const b = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])
  const all = [['undefined', undefined], ['null', null], ['number', 5.5], ['-0', -0], ['nan', NaN], ['true', true], ['object', { a: 1 }], ['array', [1, [2, 3], null]], ['toString', { toString: () => 'ts' }], ['valueOf', { valueOf: () => 'vo' }], ['toPrimitive', { [Symbol.toPrimitive]: (h) => 'hint ' + h }], ['bigint', 12345678901234567890n], ['date', new Date(NaN)], ['regexp', /a/g], ['error', new Error('e')], ['symbol', Symbol('s')], ['null proto', Object.create(null)], ['throws', { toString() { throw new Error('boom') } }], ['throws string', { toString() { throw 'str' } }], ['lone', 'a\ud800b'], ['lone low', '\udc00'], ['emoji', '😀'], ['empty', ''], ['nul', 'a\u0000b'], ['bom', '\ufeffx'], ['boxed', new String('boxed')], ['empty buffer', new ArrayBuffer(0)], ['buffer', b.buffer], ['u8', b], ['sub', b.subarray(2, 4)], ['dataview', new DataView(b.buffer, 1, 3)], ['u16', new Uint16Array(b.buffer, 2, 2)], ['clamped', new Uint8ClampedArray([300])], ['blob', new Blob(['bl', 'ob'])], ['empty blob', new Blob([])], ['promise', Promise.resolve(1)], ['map', new Map()]]
  for (const [name, data] of all) {
    log('send', name)
    t.send({ data, success: (r) => log('success', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    await sleep(100)
  }
  t.close()
  await sleep(50)
}
