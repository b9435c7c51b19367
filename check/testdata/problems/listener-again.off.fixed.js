const show = (res) => console.log('message', res.data)
const onUnload = () => uni.offSocketMessage?.(show)
let listening = false
const onLoad = () => {
  if (!listening) uni.onSocketMessage?.(show)
  listening = true
}
uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
onLoad()
onLoad()
onUnload()
