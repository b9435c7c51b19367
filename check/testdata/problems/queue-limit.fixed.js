// flags: -p h5,app,app-android,app-ios
// Piece by piece, as the server acknowledges it.
const video = new ArrayBuffer(17 << 20)
const task = uni.connectSocket({ url: 'wss://files.example.com/echo', multiple: true, complete() {} })
const piece = 4 << 20
let sent = 0
function more() {
  if (sent >= video.byteLength) return task.close()
  task.send({ data: video.slice(sent, sent + piece) })
  sent += piece
}
task.onError(() => console.error('error'))
task.onOpen(more)
task.onMessage(more) // the server answers each piece
