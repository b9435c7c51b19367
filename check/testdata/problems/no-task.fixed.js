const task = uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  multiple: true,
  success: () => console.log('connecting'),
})
task.onOpen(() => console.log('connected'))
task.onMessage((res) => console.log(res.data))
