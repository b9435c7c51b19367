// flags: --allow wss://api.example.com
// platforms: mp-*
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com:8443/close1000',
  multiple: true,
  fail: (err) => console.error('not connected', err),
})
task.onError(() => console.error('error'))
