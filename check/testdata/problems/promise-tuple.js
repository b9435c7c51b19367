// platforms: *, !* (Vue 2), !app-android, !app-ios
// Code for Vue 2. In uni-app x there is no promise to wait for: task-not-promise.
async function connect() {
  const [err, res] = await uni.connectSocket({ url: 'wss://chat.example.com/bye' }) // here
  if (err) return console.error(err)
  console.log('connecting', res)
}
connect()
