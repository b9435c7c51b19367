// flags: -p h5,h5@3.7.11,app,app@3.7.11,mp-weixin,mp-alipay
// platforms: h5@3.7.11*, app@3.7.11*
const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
task.onClose((res) => {
  if (res.code !== 4001) console.log('reconnecting') // here
})
