// platforms: app-android, app-ios
async function connect() {
  await uni.connectSocket({ url: 'wss://chat.example.com/bye' }) // here
  console.log('connecting')
}
connect()
