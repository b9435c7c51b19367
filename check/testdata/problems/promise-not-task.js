// platforms: *, !app-android, !app-ios
// A chat page that forgets the callbacks.
const task = uni.connectSocket({ url: 'wss://chat.example.com/bye' })
task.onOpen(() => { // here
  console.log('connected')
  task.send({ data: 'hello' })
})
task.onMessage((res) => console.log(res.data))
