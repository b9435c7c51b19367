// platforms: app, app (Vue 2)
// Elsewhere a close event follows, which takes the socket away.
uni.connectSocket({ url: 'wss://chat.example.com/reset', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketError((err) => {
  throw new Error(`socket error: ${JSON.stringify(err)}`) // here
})
// #endif
