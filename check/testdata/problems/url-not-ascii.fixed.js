const user = '小明'
const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000?user=' + encodeURIComponent(user),
  multiple: true,
  complete() {},
})
task.onOpen(() => console.log('connected'))
