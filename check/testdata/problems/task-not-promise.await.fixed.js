function connect() {
  return new Promise((resolve, reject) => {
    uni.connectSocket({ url: 'wss://chat.example.com/bye', success: resolve, fail: reject })
  })
}
async function start() {
  await connect()
  console.log('connecting')
}
start()
