// platforms: app (Vue 2)
uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketOpen(() => {
  uni.sendSocketMessage({ data: '', complete() {} }) // here
})
// #endif
