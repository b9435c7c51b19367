const task = uni.connectSocket({
  url: 'wss://api.example.com:8443/close1000',
  multiple: true,
  fail: (err) => console.error('not connected', err),
})
task.onError(() => console.error('error'))
