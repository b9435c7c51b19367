uni.connectSocket({ url: 'wss://chat.example.com/reset', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketError((err) => {
  console.error(`socket error: ${JSON.stringify(err)}`)
})
// #endif
