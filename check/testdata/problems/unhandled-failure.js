// platforms: *, !* (Vue 2), !mp-toutiao*, !app-android, !app-ios
// There is no socket (any more).
const send = (message) => uni.sendSocketMessage({ data: JSON.stringify(message) }) // here
// #ifndef MP-TOUTIAO
send({ type: 'hello' })
// #endif
