function connect() {
  uni.connectSocket({
    url: 'wss://chat.example.com/bye',
    success: (res) => console.log('connecting', res),
    fail: (err) => console.error(err),
  })
}
connect()
