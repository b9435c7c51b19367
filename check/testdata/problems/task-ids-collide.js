// platforms: app, app (Vue 2)
const tasks = ['news', 'chat', 'orders', 'users'].map((name) =>
  uni.connectSocket({ // here
    url: `wss://${name}.example.com/close1000`,
    multiple: true,
    complete() {},
  }),
)
tasks.forEach((task) => task.onClose(() => console.log('closed')))
