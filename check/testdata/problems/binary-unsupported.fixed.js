const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ data: JSON.stringify(Array.from(new Uint8Array(8))), fail() {} })
  task.close()
})
