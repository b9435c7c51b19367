const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
let open = false
let left = false
const onUnload = () => {
  left = true
  if (open) task.close()
}
task.onError(() => console.log('error'))
task.onOpen(() => {
  open = true
  if (left) task.close()
})
onUnload()
