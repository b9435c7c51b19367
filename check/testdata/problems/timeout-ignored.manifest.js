// flags: --manifest timeout-ignored.manifest.json
// platforms: h5*, app*
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  complete() {},
})
task.onError(() => console.error('the server does not answer'))
