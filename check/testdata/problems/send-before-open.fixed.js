const task = uni.connectSocket({ url: 'wss://chat.example.com/closeafter', multiple: true, complete() {} })
task.onMessage((res) => console.log(res.data))
task.onOpen(() => {
  task.send({
    data: 'hello',
    fail: () => console.error('not sent'),
  })
})
