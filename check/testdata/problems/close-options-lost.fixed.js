const task = uni.connectSocket({ url: 'wss://chat.example.com/closeafter', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ data: JSON.stringify({ type: 'bye', code: 4001 }) })
})
