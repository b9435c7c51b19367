// platforms: mp-*
const task = uni.connectSocket({ // here
  url: 'ws://chat.example.com/close1000',
  multiple: true,
  fail: (err) => console.error('not connected', err),
})
task.onOpen(() => console.log('connected'))
