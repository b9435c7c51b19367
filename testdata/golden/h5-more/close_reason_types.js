export default async function ({ log, base, uni, sleep }) {
  for (const reason of [5, null, undefined, {}, [], true, new String('x'), 'x']) {
    const t = uni.connectSocket({ url: base + '/echo', complete() {} })
    await new Promise((r) => t.onOpen(r))
    t.onClose((r) => log('close', r))
    t.close({ code: 3001, reason, success: (r) => log('ok', r), fail: (r) => log('fail', r) })
    await sleep(60)
  }
}
