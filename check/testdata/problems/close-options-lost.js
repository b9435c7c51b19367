// platforms: app
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.close({ code: 4001 }) // here
})
