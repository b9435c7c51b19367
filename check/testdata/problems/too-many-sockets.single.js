// flags: -p h5,app,app-harmony,app-android,app-ios,mp-weixin,mp-alipay,mp-qq
// platforms: mp-alipay*
// Two sockets without the option multiple.
let following = false
function follow() {
  following = true
  uni.connectSocket({ url: 'wss://news.example.com/close1000', complete() {} }) // here
}
uni.connectSocket({ url: 'wss://chat.example.com/closeafter', complete() {} })
uni.onSocketOpen(() => {
  if (!following) follow()
  uni.sendSocketMessage({ data: 'hello', complete() {} })
})
