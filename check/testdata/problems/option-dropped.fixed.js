const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  complete: () => {},
})
task.onOpen(() => console.log('connected'))
