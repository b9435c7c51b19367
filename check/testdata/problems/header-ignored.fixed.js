const token = 'eyJhbGciOi'
const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000?token=' + encodeURIComponent(token),
  multiple: true,
  complete() {},
})
task.onOpen(() => console.log('connected'))
