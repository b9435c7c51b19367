const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000',
  protocols: ['protocol1'],
  multiple: true,
  complete() {},
})
task.onError(() => console.error('error'))
