const task = uni.connectSocket({ url: 'wss://chat.example.com/hello', multiple: true, complete() {} })
task.onMessage((res) => {
  const data = res.isBuffer ? uni.base64ToArrayBuffer(res.data) : res.data
  if (typeof data === 'string') return console.log('text', data)
  console.log('voice', data.byteLength)
})
task.onOpen(() => setTimeout(() => task.close(), 100))
