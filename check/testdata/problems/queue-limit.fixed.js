// flags: -p h5,app,app-harmony,app-android,app-ios,mp-weixin
// Piece by piece, as the server acknowledges it.
const video = new ArrayBuffer(1 << 20)
const task = uni.connectSocket({ url: 'wss://files.example.com/echo', multiple: true, complete() {} })
const piece = 256 << 10
let sent = 0
function more() {
  if (sent >= video.byteLength) return task.close()
  task.send({ data: video.slice(sent, sent + piece) })
  sent += piece
}
task.onError(() => console.error('error'))
task.onOpen(more)
task.onMessage(more) // the server answers each piece
