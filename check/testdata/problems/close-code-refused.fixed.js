const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.close({
    code: 1000,
    fail: (err) => {
      console.error(err)
      task.close()
    },
  })
})
