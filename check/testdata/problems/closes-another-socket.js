// platforms: *, !mp-toutiao*, !mp-alipay*
// The user presses the button twice.
const leave = () => uni.closeSocket({ complete() {} }) // here
const chat = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
chat.onOpen(() => {
  const news = uni.connectSocket({ url: 'wss://news.example.com/silent', multiple: true, complete() {} })
  news.onOpen(leave)
  chat.onClose(() => setTimeout(leave, 20))
  // #ifdef MP-ALIPAY || MP-TOUTIAO
  news.onOpen(() => [chat, news].forEach((task) => task.close()))
  // #endif
})
