// flags: -p app@2.2.5,mp-weixin@1.6.0,mp-baidu@1.9.3,app,mp-baidu
// platforms: app@2.2.5 (Vue 2), mp-weixin@1.6.0*, mp-baidu@1.9.3*
function follow() {
  uni.connectSocket({ url: 'wss://news.example.com/close1000', complete() {} }) // here
}
uni.connectSocket({ url: 'wss://chat.example.com/closeafter', complete() {} })
uni.onSocketOpen(() => setTimeout(() => uni.sendSocketMessage({ data: 'bye', complete() {} }), 100))
setTimeout(follow, 50)
