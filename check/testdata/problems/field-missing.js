// platforms: h5*, app, app (Vue 2)
const task = uni.connectSocket({ url: 'wss://chat.example.com/close1000', multiple: true, complete() {} })
task.onOpen((res) => {
  const header = res.header || {} // here
  console.log('server', header.Server)
})
