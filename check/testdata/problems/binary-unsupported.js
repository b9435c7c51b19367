// flags: -p app@2.2.5,mp-harmony@1.0.2,app,mp-harmony
// platforms: app@2.2.5 (Vue 2), mp-harmony@*
const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  task.send({ data: new ArrayBuffer(8), fail() {} }) // here
  task.close()
})
