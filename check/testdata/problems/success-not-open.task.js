// platforms: *, !h5*, !app-harmony, !app-android, !app-ios
// Where success is called during the call, this.task is not there yet: a TypeError.
const chat = {
  task: null,
  login() {
    this.task.send({ data: 'login', fail() {} }) // here
  },
  connect() {
    this.task = uni.connectSocket({
      url: 'wss://chat.example.com/close1000',
      multiple: true,
      success: () => this.login(),
    })
  },
}
chat.connect()
