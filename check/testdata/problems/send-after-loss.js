// flags: -p h5,app,app-android,app-ios,mp-weixin
// platforms: h5*, app, app (Vue 2), app-ios, mp-weixin*
// alone
// The connection goes down while the page is busy.
const task = uni.connectSocket({ url: 'wss://chat.example.com/drop', multiple: true, complete() {} })
function work() {
  for (const end = Date.now() + 400; Date.now() < end; ) JSON.parse('[1, 2, 3]')
  task.send({ data: 'result', success: () => console.log('sent'), fail() {} }) // here
}
task.onOpen(() => setTimeout(work))
task.onError(() => console.error('error'))
