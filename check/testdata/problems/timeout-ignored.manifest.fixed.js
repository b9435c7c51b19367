// flags: --manifest timeout-ignored.fixed.manifest.json
const task = uni.connectSocket({
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  complete() {},
})
let timer = 0
// #ifndef MP
timer = setTimeout(() => console.error('the server does not answer'), 5000)
// #endif
task.onOpen(() => clearTimeout(timer))
task.onError(() => clearTimeout(timer))
