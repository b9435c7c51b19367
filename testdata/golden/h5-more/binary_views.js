export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', Object.prototype.toString.call(r.data), r.data instanceof ArrayBuffer && [...new Uint8Array(r.data)]))
  await new Promise((r) => t.onOpen(r))
  const buf = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]).buffer
  for (const data of [buf, buf.slice(2, 5), new Uint8Array(buf, 3, 4), new Uint16Array(buf, 4, 2), new Float64Array(buf, 8, 1), new DataView(buf, 1, 3), new ArrayBuffer(0), new Uint8Array(0), new Uint8ClampedArray([300, -5, 7]), new Int8Array([-1, -128]), new BigUint64Array([1n, 2n ** 64n - 1n]), new Float32Array([1.5, -0])]) {
    t.send({ data, success: (r) => log('ok', r), fail: (r) => log('fail', r) })
    await sleep(30)
  }
  t.close()
  await sleep(100)
}
