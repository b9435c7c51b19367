const task = uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  multiple: true,
  success() {}
})
task.onMessage(({ data }) => console.log('message', data))
