const task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
let state = 'connecting'
task.onOpen(() => (state = 'connected'))
task.onError(() => (state = 'offline'))
task.onClose(() => (state = 'offline'))
console.log(state)
