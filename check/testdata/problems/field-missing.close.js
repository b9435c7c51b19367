// platforms: mp-alipay*
const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
task.onClose((res) => {
  if (res.code !== 4001) console.log('reconnecting') // here
})
