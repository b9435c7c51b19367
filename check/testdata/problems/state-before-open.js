// platforms: app, app (Vue 2)
const task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
function state() {
  switch (task.readyState) { // here
    case 0: return 'connecting'
    case 1: return 'connected'
    default: return 'offline'
  }
}
console.log(state())
