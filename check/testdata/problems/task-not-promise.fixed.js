uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  success: () => console.log('connecting'),
  fail: (err) => console.error(err.errMsg),
})
