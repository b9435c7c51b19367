// platforms: *, !mp-weixin*, !mp-alipay*
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  timeout: 5000,
  complete() {},
})
task.onError(() => console.error('the server does not answer'))
