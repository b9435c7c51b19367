// platforms: *, !app, !app-ios
const task = uni.connectSocket({ url: 'wss://chat.example.com/drop', multiple: true, complete() {} })
task.onOpen(() => {
  task.close({ reason: '再见'.repeat(21), fail: () => console.error('not closed') }) // here
})
