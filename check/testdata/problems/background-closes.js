// flags: -p h5,app,app-harmony,app-android,app-ios,mp-weixin,mp-alipay,mp-toutiao --hide 1s --show 6300ms
// platforms: mp-weixin*, mp-toutiao*
// The user turns to another app for five seconds.
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} }) // here
const heartbeat = setInterval(() => task.send({ data: 'ping' }), 700)
task.onClose(() => clearInterval(heartbeat))
setTimeout(() => task.close(), 6400)
