class Socket {
  connect() {
    this.task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, success() {} })
    this.listen()
  }
  listen() {
    this.task.onMessage((res) => console.log(res.data))
    this.task.onClose(() => console.log('closed'))
  }
}
new Socket().connect()
