const task = uni.connectSocket({ url: 'wss://chat.example.com/drop', multiple: true, complete() {} })
let online = false
const unsent = []
const send = (data) => (online ? task.send({ data, fail() {} }) : unsent.push(data))
task.onOpen(() => {
  online = true
  setTimeout(() => send('result'), 250)
})
task.onError(() => (online = false))
task.onClose(() => (online = false))
