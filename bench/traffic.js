// The same traffic as flow.go makes, by a script: a window of messages under way,
// and as many sent as have come back, a burst at a time.

const { url, message, window, burst, stride } = bench
let sent = 0
let got = 0
let due = 0
let left = stride
let ended = false

function fail(res) {
  bench.failed(res.errMsg)
}

function send(n) {
  for (let i = 0; i < n; i++) {
    uni.sendSocketMessage({ data: message, fail })
  }
  sent += n
}

uni.connectSocket({ url, fail })
uni.onSocketError(fail)
uni.onSocketOpen(() => send(window))
uni.onSocketMessage(({ data }) => {
  if (data.byteLength !== message.byteLength) {
    bench.failed(`message ${got} came back with ${data.byteLength} bytes`)
  }
  got++
  if (--left === 0) {
    left = stride
    ended = !bench.tick(data)
  }
  if (ended) {
    if (got === sent) {
      bench.drained()
      uni.closeSocket()
    }
  } else if (++due === burst) {
    due = 0
    send(burst)
  }
})
