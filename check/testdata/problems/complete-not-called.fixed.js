const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  const done = () => console.log('sent')
  task.send({ data: 'hello', success: done, fail: done })
  setTimeout(() => task.close(), 50)
})
