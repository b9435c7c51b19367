const task = uni.connectSocket({ url: 'wss://chat.example.com/closeafter', multiple: true, success() {} })
const send = (data) => task.send({ data, fail() {} })
task.onOpen(() => {
  try {
    send('hello')
  } catch (e) {
    console.error(e)
    task.close()
  }
  setTimeout(() => task.close(), 50)
})
