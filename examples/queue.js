// Messages can be sent once the socket is open and not before; uni queues
// nothing. This is the documentation's pattern: what is said earlier waits in a
// list of our own, and open sends it, in order.

let socketOpen = false
let queue = []
let unanswered = 0

function say(text) {
  if (!socketOpen) {
    console.log('queued: ', text)
    queue.push(text)
    return
  }
  unanswered++
  uni.sendSocketMessage({
    data: text,
    success: () => console.log('sent:   ', text),
    fail: (res) => console.log('failed: ', text, res.errMsg),
  })
}

uni.onSocketOpen(() => {
  console.log('open')
  socketOpen = true
  const waiting = queue
  queue = []
  waiting.forEach(say)
})

uni.onSocketMessage((res) => {
  console.log('echoed: ', res.data)
  unanswered--
  if (unanswered === 0) uni.closeSocket()
})

uni.onSocketError(() => console.log('error'))

uni.onSocketClose(() => {
  socketOpen = false
  console.log('closed')
})

uni.connectSocket({ url: 'wss://chat.example.com/room' })

say('one')
say('two')
say('three')
