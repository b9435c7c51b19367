// platforms: app-harmony
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ data: 'hello', complete: () => console.log('sent') }) // here
  setTimeout(() => task.close(), 50)
})
