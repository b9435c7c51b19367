const task = uni.connectSocket({
  url: 'wss://chat.example.com/reject',
  multiple: true,
  // #ifdef UNI-APP-X
  header: { Origin: 'https://www.example.com' },
  // #endif
  complete() {},
})
task.onError(() => console.error('error'))
