// flags: -p app@2.9.5,app
// platforms: app@2.9.5*
const token = 'eyJhbGciOi'
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com/close1000',
  multiple: true,
  header: { Authorization: 'Bearer ' + token },
  complete() {},
})
task.onOpen(() => console.log('connected'))
