// platforms: mp-alipay*
const task = uni.connectSocket({ url: 'wss://chat.example.com/echo', multiple: true, complete() {} })
task.onOpen(() => {
  // #ifndef MP-TOUTIAO
  uni.sendSocketMessage({ data: 'hello', fail() {} }) // here
  // #endif
  setTimeout(() => task.close(), 20)
})
