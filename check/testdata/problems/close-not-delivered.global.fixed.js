let tries = 0
let timer = 0
function connect() {
  timer = 0
  uni.connectSocket({ url: 'wss://chat.example.com/reset', complete() {} })
}
function again() {
  if (!timer && ++tries < 3) timer = setTimeout(connect, 10)
}
// #ifndef MP-TOUTIAO
uni.onSocketError(again)
uni.onSocketClose(again)
// #endif
connect()
