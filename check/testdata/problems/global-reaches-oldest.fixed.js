function follow() {
  const news = uni.connectSocket({ url: 'wss://news.example.com/silent', multiple: true, complete() {} })
  news.onOpen(() => {
    news.send({ data: 'subscribe' })
    setTimeout(() => [chat, news].forEach((task) => task.close()), 50)
  })
}
const chat = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
chat.onOpen(() => setTimeout(follow, 20))
