export default async function ({ log, base, uni, sleep }) {
  for (const [name, o] of [['success only', { success: (r) => log('success', r) }], ['fail only', { fail: (r) => log('fail', r) }], ['complete only', { complete: (r) => log('complete', r) }], ['success null', { success: null }], ['success 5', { success: 5 }], ['success null + complete', { success: null, complete: (r) => log('complete', r) }], ['async', { async success(r) { log('async', r) } }], ['class', { success: class A {} }], ['extra function', { other() { log('never') }, success: (r) => log('success', r) }], ['url function', { success: (r) => log('success', r), header() {} }], ['none', {}]]) {
    log('case', name)
    const r = uni.connectSocket({ url: base + '/echo', ...o })
    log('returned', typeof r, typeof r.then, typeof r.send)
    if (r.then) log('value', await r)
    await sleep(80)
    uni.closeSocket({ fail: (r) => log('close fail', r), success: (r) => log('close success', r) })
    await sleep(60)
  }
}
