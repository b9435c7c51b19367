// The four global listeners, over two connections one after the other: one that
// opens, echoes and closes, and one that the server refuses (the path /reject
// answers 403). On H5 the refused one reaches onSocketError but not
// onSocketClose: reconnecting in onSocketClose alone would never happen.

const HOST = 'wss://chat.example.com'
let refusalTried = false

uni.onSocketOpen(() => {
  console.log('onSocketOpen')
  uni.sendSocketMessage({ data: 'are you there?' })
})

uni.onSocketMessage((res) => {
  console.log('onSocketMessage:', res.data)
  uni.closeSocket({ code: 1000, reason: 'heard enough' })
})

uni.onSocketClose((res) => {
  console.log('onSocketClose:', res.code, res.reason)
  if (refusalTried) return
  refusalTried = true
  uni.connectSocket({ url: `${HOST}/reject` })
})

uni.onSocketError((res) => {
  console.log('onSocketError:', res.errMsg || 'the platform does not say why')
})

uni.connectSocket({ url: `${HOST}/room` })
