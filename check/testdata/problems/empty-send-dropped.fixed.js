const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ data: 'ping' })
  setTimeout(() => task.close(), 50)
})
