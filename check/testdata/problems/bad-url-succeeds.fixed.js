const server = { host: 'chat.example.com' }
const address = server.port ? `${server.host}:${server.port}` : server.host
uni.connectSocket({
  url: `wss://${address}/close1000`,
  success: () => console.log('connecting'),
  fail: () => console.error('bad address'),
})
