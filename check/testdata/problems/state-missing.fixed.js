const task = uni.connectSocket({ url: 'wss://chat.example.com/echo', multiple: true, complete() {} })
let open = false
const say = (data) => {
  if (open) task.send({ data })
}
task.onMessage(() => task.close())
task.onClose(() => (open = false))
task.onOpen(() => {
  open = true
  say('hello')
})
