// platforms: *, !mp-toutiao*
// A page that is entered twice registers twice. Douyin has no onSocketMessage.
function onLoad() {
  uni.onSocketMessage((res) => console.log('message', res.data)) // here
}
uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
onLoad()
onLoad()
