function follow() {
  uni.connectSocket({ url: 'wss://news.example.com/close1000', complete() {} })
}
let followed = false
uni.connectSocket({ url: 'wss://chat.example.com/close1000', complete() {} })
uni.onSocketClose(() => {
  if (!followed) setTimeout(follow, 20)
  followed = true
})
