// flags: -p h5,app,app-harmony,app-android,app-ios,mp-weixin,mp-alipay,mp-toutiao --hide 3s --show 3100ms
let task
let heartbeat
function connect() {
  task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
  task.onOpen(() => { heartbeat = setInterval(() => task.send({ data: 'ping' }), 700) })
}
function disconnect() {
  clearInterval(heartbeat)
  task.close()
}
uni.onAppHide(disconnect)
uni.onAppShow(() => {
  connect()
  setTimeout(disconnect, 1000)
})
connect()
