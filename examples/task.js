// The task form: with at least one of success, fail and complete,
// uni.connectSocket returns a SocketTask, which has listeners of its own.
// success only says that the call was accepted; open says that it is connected.

const task = uni.connectSocket({
  url: 'wss://chat.example.com/room',
  success: (res) => console.log('success:', res.errMsg),
  complete: () => console.log('complete'),
})

console.log('connectSocket returned a task, readyState', task.readyState)

task.onOpen(() => {
  console.log('open, readyState', task.readyState)
  task.send({
    data: 'hello, 你好',
    success: (res) => console.log('sent:', res.errMsg),
    fail: (res) => console.log('not sent:', res.errMsg),
  })
})

task.onMessage((res) => {
  console.log('message:', res.data)
  task.close({ code: 3001, reason: 'that was all' })
})

task.onError(() => console.log('error'))

task.onClose((res) => console.log('closed with', res.code, res.reason))
