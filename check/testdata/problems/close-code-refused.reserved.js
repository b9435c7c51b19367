// platforms: h5*, mp-weixin*, app-android
// 1006 is what a lost connection shows; OkHttp, too, refuses to send it.
const task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
task.onOpen(() => task.close({ code: 1006, fail() {} })) // here
task.onError(() => console.log('error'))
