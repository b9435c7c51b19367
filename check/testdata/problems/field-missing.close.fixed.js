// flags: -p h5,h5@3.7.11,app,app@3.7.11,mp-weixin,mp-alipay
const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
let last = ''
task.onMessage((res) => (last = res.data))
task.onClose(() => {
  if (last !== 'last') console.log('reconnecting')
})
