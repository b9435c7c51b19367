export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  await new Promise((r) => t.onOpen(r))
  const o = { data: 'x', success(r) { log('success', this === o); this.complete = () => log('new complete') }, complete() { log('old complete') } }
  t.send(o)
  const p = { data: 'x', success(r) { log('success', this === p, typeof this); }, complete() { log('complete') } }
  uni.sendSocketMessage(p)
  t.close({ success() { delete this.complete }, complete() { log('never') } })
  await sleep(100)
}
