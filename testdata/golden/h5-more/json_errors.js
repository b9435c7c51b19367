export default async function ({ log, base, uni, sleep }) {
  for (const s of ['hello', '', '{', '[1,]', 'undefined', '[object Object]', '<html>', '{"a":1', "{'a':1}", '01', '"\t"', 'NaN', '1e400', 'tru', '{"a" 1}', '[1 2]', '{"a":1,}', '"abc', 'x'.repeat(60), '{"key": "value", "other": nope, "third": 1234567890}', '\ufeff1', '"\\x"', '-', '1.', '{"a":1}}', 'null x'])
    try { log('ok', s, JSON.parse(s)) } catch (e) { log(s, String(e)) }
  for (const v of [undefined, null, {}, [], NaN, 5, true, 'x', new ArrayBuffer(1), () => 1])
    try { log('ok', JSON.parse(v)) } catch (e) { log('err', String(e)) }
}
