// platforms: * (Vue 2)
// Code for Vue 3.
async function connect() {
  // #ifndef UNI-APP-X
  const res = await uni.connectSocket({ url: 'wss://chat.example.com/bye' })
  if (res.errMsg === 'connectSocket:ok') console.log('connecting') // here
  // #endif
}
connect()
