// The way to close that works everywhere: uni.closeSocket while the socket is
// open. Its success says that closing has begun; onSocketClose, which comes
// later, that it is over. The reason may have 123 bytes of UTF-8.

uni.onSocketOpen(() => {
  console.log('open')
  uni.closeSocket({
    code: 1000,
    reason: '再见',
    success: (res) => console.log('closing:', res.errMsg),
    fail: (res) => console.log('not closing:', res.errMsg),
  })
})

uni.onSocketError(() => console.log('error'))

uni.onSocketClose((res) => console.log('closed with', res.code, res.reason))

uni.connectSocket({ url: 'wss://chat.example.com/room' })
