// platforms: *, !mp-toutiao*, !mp-alipay*
// Alipay alone can take listeners away, and there this page does.
const show = (res) => console.log('message', res.data)
const onUnload = () => uni.offSocketMessage?.(show)
const onLoad = () => {
  uni.onSocketMessage?.(show) // here
}
uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
onLoad()
onUnload()
onLoad()
