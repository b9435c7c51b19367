// platforms: app, app (Vue 2), app-android, app-ios
// The usual mistake: the error is logged, and reconnecting is left to onClose (GH#1619).
let tries = 0
function connect() {
  const task = uni.connectSocket({ url: 'wss://chat.example.com/reset', multiple: true, complete() {} }) // here
  task.onError(() => console.error('socket error'))
  task.onClose(() => {
    if (++tries < 3) setTimeout(connect, 10)
  })
}
connect()
