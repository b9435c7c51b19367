export default async function ({ log, base, uni, sleep }) {
  for (const url of ['', undefined, null, 'bad url', 'ftp://x', 'ws://', '#frag', 'ws://127.0.0.1:99999/']) {
    try {
      const v = await uni.connectSocket({ url })
      log('resolved', url, v)
    } catch (e) {
      log('rejected', url, e)
    }
  }
}
