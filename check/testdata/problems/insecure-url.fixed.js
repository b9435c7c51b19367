const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  fail: (err) => console.error('not connected', err),
})
task.onOpen(() => console.log('connected'))
