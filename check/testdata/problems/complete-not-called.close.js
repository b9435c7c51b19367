// platforms: app-harmony
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.close({ complete: () => console.log('closed') }) // here
})
