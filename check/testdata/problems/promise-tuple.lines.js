// platforms: *, !* (Vue 2), !app-android, !app-ios
// The same, as most people write it.
async function connect(url) {
  const [err] = await uni.connectSocket({ // here
    url,
    protocols: [],
  })
  if (err) console.error(err)
}
connect('wss://chat.example.com/bye')
