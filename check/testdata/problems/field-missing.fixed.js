const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
task.onMessage((res) => {
  console.log('server says', res.data)
})
