// #ifdef MP-TOUTIAO
const task = uni.connectSocket({ url: 'wss://chat.example.com/closeafter', complete() {} })
task.onOpen(() => task.send({ data: 'hello', fail: () => console.error('not sent') }))
// #endif
// #ifndef MP-TOUTIAO
uni.connectSocket({ url: 'wss://chat.example.com/closeafter', complete() {} })
uni.onSocketOpen(() => {
  uni.sendSocketMessage({ data: 'hello', fail: () => console.error('not sent') })
})
// #endif
