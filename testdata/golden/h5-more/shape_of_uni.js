export default async function ({ log, base, uni, sleep }) {
  const names = ['connectSocket', 'sendSocketMessage', 'closeSocket', 'onSocketOpen', 'onSocketMessage', 'onSocketError', 'onSocketClose', 'offSocketOpen', 'offSocketMessage', 'addInterceptor', 'removeInterceptor']
  for (const n of names) log(n, typeof uni[n], uni[n] && uni[n].length)
  log('in', names.filter((n) => n in uni))
  log('enumerable', names.filter((n) => Object.keys(uni).includes(n)))
}
