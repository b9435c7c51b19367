const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000',
  // #ifndef MP-ALIPAY
  protocols: ['protocol1'],
  // #endif
  multiple: true,
  complete() {},
})
task.onError(() => console.error('error'))
