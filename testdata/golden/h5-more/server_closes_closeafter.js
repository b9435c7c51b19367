export default async function ({ log, base, uni, sleep }) {
  const t = uni.connectSocket({ url: base + '/closeafter', complete() {} })
  t.onOpen(() => { for (const d of ['1', '2', '3']) t.send({ data: d, success: (r) => log('sent', d, r) }) })
  t.onMessage((r) => log('message', r))
  t.onClose((r) => {
    log('close', r, t.readyState)
    t.send({ data: 'late', success: (r) => log('ok', r), fail: (r) => log('fail', r), complete: (r) => log('complete', r) })
    t.close({ success: (r) => log('cok', r), fail: (r) => log('cfail', r) })
  })
  await sleep(300)
}
