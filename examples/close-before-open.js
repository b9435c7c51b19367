// The timing note of the documentation: closeSocket before onSocketOpen does not
// achieve its purpose. What happens depends on the platform: H5 gives up the
// connection, with an error and close 1006; WeChat opens it all the same, and
// this program then closes it in onOpen, as close-after-open.js does.

const task = uni.connectSocket({
  url: 'wss://chat.example.com/room',
  complete: (res) => console.log('connectSocket:', res.errMsg),
})

task.onOpen(() => {
  console.log('open, although it was told to close; closing again')
  task.close()
})

task.onError(() => console.log('error'))

task.onClose((res) => console.log('closed with', res.code))

uni.closeSocket({
  code: 1000,
  reason: 'changed my mind',
  complete: (res) => console.log('closeSocket:', res.errMsg),
})
