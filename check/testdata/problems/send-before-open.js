// platforms: *
const task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
task.onMessage((res) => console.log(res.data))
task.send({ // here
  data: 'hello',
  fail: () => console.error('not sent'),
})
