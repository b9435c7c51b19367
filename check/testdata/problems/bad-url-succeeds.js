// platforms: app-android, app-ios
const server = { host: 'chat.example.com' } // the port is missing
uni.connectSocket({ // here
  url: `wss://${server.host}:${server.port}/close1000`,
  success: () => console.log('connecting'),
  fail: () => console.error('bad address'),
})
