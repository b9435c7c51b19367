// platforms: *
// The user leaves the page at once.
const task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
const onUnload = () => {
  task.close({ fail: () => console.log('not closed') }) // here
}
task.onError(() => console.log('error'))
onUnload()
