export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/closeafter', complete() {} })
  t.onError((r) => log('error', r))
  t.onClose((r) => log('close', r))
  await new Promise((r) => t.onOpen(r))
  t.send({ data: 'x' })
  t.close({ code: 3001, reason: 'mine' })
  await sleep(300)
}
