// platforms: mp-alipay*
// A voice message.
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ // here
    data: new Uint8Array([1, 2, 3]).buffer,
    success: () => task.close(),
    fail: () => task.close(),
  })
})
