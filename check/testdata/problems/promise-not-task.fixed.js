const task = uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  multiple: true,
  complete: () => {},
})
task.onOpen(() => {
  console.log('connected')
  task.send({ data: 'hello' })
})
task.onMessage((res) => console.log(res.data))
