// platforms: *, !* (Vue 2), !app-android, !app-ios
// The promise comes from a helper.
const connect = (url) => uni.connectSocket({ url })
async function onLoad() {
  const [err] = await connect('wss://chat.example.com/bye') // here
  if (err) console.error(err)
}
onLoad()
