export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/closeafter', complete() {} })
  const seen = []
  const see = (n) => seen.push(n + t.readyState)
  see('start'); t.onOpen(() => { see('open'); t.send({ data: 'x', success: () => see('sent'), complete: () => see('sent2') }) })
  t.onClose(() => { see('close'); Promise.resolve().then(() => see('micro')); setTimeout(() => see('timer')) })
  uni.onSocketClose(() => see('gclose'))
  await sleep(250)
  log('seen', seen)
}
