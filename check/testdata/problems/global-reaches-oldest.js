// platforms: *, !mp-toutiao*, !mp-alipay*
// Without tasks in hand one sends to the wrong server. On Douyin and, with multiple,
// on Alipay, no socket is reached at all.
function follow() {
  const news = uni.connectSocket({ url: 'wss://news.example.com/silent', multiple: true, complete() {} })
  news.onOpen(() => {
    setTimeout(() => [chat, news].forEach((task) => task.close()), 50)
    uni.sendSocketMessage({ data: 'subscribe', complete() {} }) // here
  })
}
const chat = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
chat.onOpen(() => setTimeout(follow, 20))
