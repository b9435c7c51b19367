// flags: -p h5,app,app-harmony,app-android,app-ios,mp-weixin
// platforms: app, app (Vue 2), app-android
// alone
// A video at once.
const video = new ArrayBuffer(17 << 20)
const task = uni.connectSocket({ url: 'wss://files.example.com/silent', multiple: true, complete() {} })
task.onError(() => console.error('error'))
task.onOpen(() => {
  task.send({ data: video, fail: () => console.error('not sent') }) // here
  task.close({ fail() {} })
})
