// flags: -p h5,app,app-harmony,app-android,app-ios,mp-weixin,mp-alipay,mp-toutiao --hide 50ms
// platforms: mp-weixin*
// A timer that connects while nobody looks.
function refresh() {
  uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} }) // here
}
setTimeout(refresh, 5500)
