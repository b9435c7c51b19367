// platforms: *, !app-android, !app-ios
// The same in a class, where the promise is used later.
class Socket {
  connect() {
    this.task = uni.connectSocket({ url: 'wss://chat.example.com/close1000' })
    this.listen()
  }
  listen() {
    this.task.onMessage((res) => console.log(res.data)) // here
    this.task.onClose(() => console.log('closed'))
  }
}
new Socket().connect()
