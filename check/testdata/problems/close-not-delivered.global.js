// platforms: h5*, app, app (Vue 2), app-android, app-ios
let tries = 0
function connect() {
  uni.connectSocket({ url: 'wss://chat.example.com/reset', complete() {} }) // here
}
// #ifndef MP-TOUTIAO
uni.onSocketClose(() => {
  if (++tries < 3) setTimeout(connect, 10)
})
// #endif
connect()
