const task = uni.connectSocket({ url: 'wss://chat.example.com/reset', multiple: true, complete() {} })
task.onError(() => {
  console.log('the server cannot be reached')
})
