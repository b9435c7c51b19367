export default async function ({ log, base, uni, sleep }) {
  for (const url of ['ws://', 'ws://a b:x/', 'ws://host:99999/', 'ws://[::1', 'wss://', 'javascript:alert(1)', 'ws://%', 'blob:x', 'data:,x', base + '/#', 'ws://exa<mple/']) {
    try { log('ok', url, await uni.connectSocket({ url })) } catch (e) { log('rejected', url, e) }
    await sleep(10)
  }
}
