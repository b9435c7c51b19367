// flags: -p mp-weixin@1.6.0,mp-baidu@1.9.3,mp-weixin,mp-baidu
// platforms: mp-weixin@*, mp-baidu@*
const page = {
  socket: null,
  onLoad() {
    this.socket = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
    this.socket.onMessage((res) => console.log(res.data)) // here
  },
}
page.onLoad()
