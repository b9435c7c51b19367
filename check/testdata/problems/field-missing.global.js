// platforms: h5*, app, app (Vue 2)
uni.connectSocket({ url: 'wss://chat.example.com/close1000', complete() {} })
// #ifndef MP-TOUTIAO
uni.onSocketOpen(({ header }) => { // here
  console.log('server', header && header.Server)
})
// #endif
