function follow() {
  const news = uni.connectSocket({ url: 'wss://news.example.com/close1000', multiple: true, complete() {} })
  news.onMessage((res) => console.log(res.data))
}
const chat = uni.connectSocket({ url: 'wss://chat.example.com/closeafter', multiple: true, complete() {} })
chat.onOpen(() => {
  setTimeout(follow, 20)
  setTimeout(() => chat.send({ data: 'hello', fail() {} }), 40)
})
