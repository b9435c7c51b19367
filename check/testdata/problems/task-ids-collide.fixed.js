const names = ['news', 'chat', 'orders', 'users']
names.forEach((name, i) => setTimeout(() => {
  const task = uni.connectSocket({
    url: `wss://${name}.example.com/close1000`,
    multiple: true,
    complete() {},
  })
  task.onClose(() => console.log('closed'))
}, i * 50))
