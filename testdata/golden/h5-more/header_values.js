export default async function ({ log, base, uni, sleep }) {
  for (const [name, header] of [['undefined', undefined], ['null', null], ['string', 'x'], ['number', 5], ['array', ['X-Foo: bar']], ['object', { 'X-Foo': 'bar', Origin: 'http://evil' }], ['bad name', { 'bad name': 'x' }], ['bad value', { 'X-Foo': 'a\nb' }]]) {
    const t = uni.connectSocket({ url: base + '/headers', header, success: (r) => log('success', name, r), fail: (r) => log('fail', name, r) })
    await new Promise((done) => {
      t.onMessage((r) => {
        log('message', name, r.data)
        done()
      })
    })
    t.close()
    await sleep(30)
  }
}
