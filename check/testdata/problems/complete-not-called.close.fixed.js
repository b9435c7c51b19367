const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  const done = () => console.log('closed')
  task.close({ success: done, fail: done })
})
