// platforms: h5*, app, app (Vue 2), mp-alipay*
const task = uni.connectSocket({ url: 'wss://chat.example.com/reset', multiple: true, complete() {} })
task.onError((err) => {
  if (err.errMsg.includes('reset')) console.log('the server is down') // here
})
