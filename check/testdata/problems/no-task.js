// platforms: mp-alipay*
const task = uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  success: () => console.log('connecting'),
})
task.onOpen(() => console.log('connected')) // here
task.onMessage((res) => console.log(res.data))
