let hidden = false
function refresh() {
  if (hidden) return
  uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
}
uni.onAppHide(() => (hidden = true))
setTimeout(refresh, 5500)
