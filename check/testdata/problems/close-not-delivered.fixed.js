let tries = 0
function connect() {
  let over = false
  const again = () => {
    if (over) return
    over = true
    if (++tries < 3) setTimeout(connect, 10)
  }
  const task = uni.connectSocket({ url: 'wss://chat.example.com/reset', multiple: true, complete() {} })
  task.onOpen(() => (tries = 0))
  task.onError(again)
  task.onClose(again)
}
connect()
