// platforms: app, app (Vue 2), app-android, app-ios
let tries = 0
function connect() {
  const task = uni.connectSocket({ url: 'wss://chat.example.com/reset', multiple: true, complete() {} }) // here
  task.onOpen(() => (tries = 0))
  task.onClose(() => {
    console.log('closed')
    if (++tries < 3) setTimeout(connect, 10)
  })
}
connect()
