// platforms: h5*, mp-toutiao*
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com/close1000',
  protocols: ['json'],
  multiple: true,
  complete() {},
})
task.onError(() => console.error('error'))
