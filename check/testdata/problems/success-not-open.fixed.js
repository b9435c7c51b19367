const task = uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  multiple: true,
  success() {
    console.log('connecting')
  },
})
task.onOpen(() => {
  task.send({ data: JSON.stringify({ type: 'login' }) })
})
