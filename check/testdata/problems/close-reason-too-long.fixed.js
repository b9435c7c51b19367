const task = uni.connectSocket({ url: 'wss://chat.example.com/echo', multiple: true, complete() {} })
task.onOpen(() => {
  task.close()
})
