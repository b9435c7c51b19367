const chat = {
  task: null,
  login() {
    this.task.send({ data: 'login', fail() {} })
  },
  connect() {
    this.task = uni.connectSocket({ url: 'wss://chat.example.com/echo', multiple: true, success() {} })
    this.task.onOpen(() => this.login())
    this.task.onMessage(() => this.task.close())
  },
}
chat.connect()
