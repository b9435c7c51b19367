// platforms: h5*, app, app (Vue 2)
uni.connectSocket({ url: 'wss://chat.example.com/close1000', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketClose((res) => {
  console.log('closed', res.detail.code) // here
})
// #endif
