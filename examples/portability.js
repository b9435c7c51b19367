// Works in the browser, and not everywhere else. What goes wrong where:
//   go run ./cmd/unisocket check examples/portability.js
const task = uni.connectSocket({
  url: 'wss://chat.example.com/room',
  header: { Authorization: 'Bearer 1234' },
  complete() {}
})

uni.onSocketMessage(({ data }) => {
  console.log('message', data)
  task.close({ code: 3000, reason: 'enough' })
})

task.onOpen(() => task.send({ data: 'hello' }))
task.onClose(({ code, reason }) => console.log('closed', code, reason))
