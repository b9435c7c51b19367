// platforms: app-android
const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
task.onOpen((res) => {
  // #ifdef UNI-APP-X
  const upgrade = res.header.get('Upgrade') // here
  if (upgrade !== 'websocket') console.error('unexpected', upgrade)
  // #endif
})
