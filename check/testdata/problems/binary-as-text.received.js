// platforms: mp-alipay*
const task = uni.connectSocket({ url: 'wss://chat.example.com/hello', multiple: true, complete() {} }) // here
task.onMessage((res) => {
  if (typeof res.data === 'string') return console.log('text', res.data)
  console.log('voice', res.data.byteLength)
})
task.onOpen(() => setTimeout(() => task.close(), 100))
