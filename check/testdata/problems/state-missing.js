// platforms: app-harmony, app-android, app-ios, mp-alipay*, mp-toutiao*, mp-lark*, mp-qq*, mp-kuaishou*, mp-jd*, mp-xhs*, mp-harmony*
const task = uni.connectSocket({ url: 'wss://chat.example.com/echo', multiple: true, complete() {} })
const say = (data) => {
  if (task.readyState === 1) task.send({ data }) // here
}
task.onMessage(() => task.close())
task.onOpen(() => {
  say('hello')
  setTimeout(() => task.close(), 50)
})
