export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/echo', complete() {} })
  t.onMessage((r) => log('message', r))
  t.onClose((r) => log('close', r))
  await new Promise((r) => t.onOpen(r))
  t.send({ data: 'x', complete: (r) => log('sent', r) })
  t.close({ code: 3001, reason: 'after send', complete: (r) => log('closed', r) })
  await sleep(200)
}
