// The user presses the button twice.
const chat = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
const leave = () => chat.close({ fail() {} })
function follow() {
  const news = uni.connectSocket({ url: 'wss://news.example.com/bye', multiple: true, complete() {} })
  news.onOpen(leave)
  chat.onClose(() => setTimeout(leave, 20))
}
chat.onOpen(() => setTimeout(follow, 20))
