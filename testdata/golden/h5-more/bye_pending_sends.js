export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/bye', complete() {} })
  t.onOpen(() => { for (let i = 0; i < 5; i++) t.send({ data: 'x' + i, success: (r) => log('ok', i, r), fail: (r) => log('fail', i, r) }) })
  t.onMessage((r) => { log('message', r); t.send({ data: 'answer', success: (r) => log('ok', r), fail: (r) => log('fail', r) }) })
  t.onClose((r) => log('close', r))
  t.onError((r) => log('error', r))
  await sleep(300)
}
