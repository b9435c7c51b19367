const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  complete() {},
})
const timer = setTimeout(() => giveUp(), 5000)
const giveUp = () => console.error('the server does not answer')
task.onOpen(() => clearTimeout(timer))
task.onError(() => clearTimeout(timer))
