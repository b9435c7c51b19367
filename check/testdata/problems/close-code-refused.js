// platforms: h5*, mp-weixin*
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.close({ // here
    code: 1001,
    fail: (err) => {
      console.error(err)
      task.close()
    },
  })
})
