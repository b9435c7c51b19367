uni.connectSocket({ url: 'wss://chat.example.com/close1000', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketClose((res) => {
  console.log('closed', res.detail?.code)
})
// #endif
