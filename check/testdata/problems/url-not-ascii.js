// platforms: mp-*
const user = '小明'
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com/close1000?user=' + user,
  multiple: true,
  complete() {},
})
task.onOpen(() => console.log('connected'))
