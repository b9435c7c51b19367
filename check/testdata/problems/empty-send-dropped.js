// platforms: app (Vue 2)
// An empty message as heartbeat.
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ data: '' }) // here
  setTimeout(() => task.close(), 50)
})
