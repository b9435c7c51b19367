function onLoad(task) {
  task.onMessage((res) => console.log('message', res.data))
}
const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
onLoad(task)
onLoad(task)
