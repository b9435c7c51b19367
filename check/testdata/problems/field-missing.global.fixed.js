uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketMessage(({ data }) => {
  console.log('server says', data)
})
// #endif
