export default async function ({ log, base, uni, sleep }) {
  for (const protocols of ['', [''], ['a', 'a'], ['a b'], 'a b', 'a,b', ['a,b'], ['a', 'b c', 'a'], ['é'], ['再'], ['a\u0000'], ['\u007f'], ['a/b'], ['(a)'], ['a"b'], ['{a}'], ['[a]'], ['a@b'], ['a;b'], ['a:b'], ['a?b'], ['a=b'], ['a\\b'], ['<a>'], ['\t'], {}, [{}], { 0: 'p', length: 1 }, new String('protocol1'), ['ok', ''], ['protocol1', 'protocol1'], '😀']) {
    const t = uni.connectSocket({ url: base + '/echo', protocols, success: (r) => log('success', protocols, r), fail: (r) => log('fail', protocols, r), complete: (r) => log('complete', r) })
    log('task', typeof t, typeof t.send, typeof t.readyState)
    try {
      t.close()
    } catch (e) {
      log('threw', String(e))
    }
  }
}
