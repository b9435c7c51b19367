export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  log('json', JSON.stringify(t))
  log('task', t)
  t.onOpen(() => {})
  log('task', t)
  t.foo = 'bar'
  log('foo', t.foo, Object.keys(t))
  log('string', String(t), `${t}`)
  t.close()
}
