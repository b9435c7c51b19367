uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketOpen(() => {
  uni.sendSocketMessage({ data: 'ping', complete() {} })
})
// #endif
