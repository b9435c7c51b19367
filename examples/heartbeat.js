// A client that stays connected and asks the server now and then whether it is still
// there. It is made to be run many times at once:
//
//   unisocket run --local --instances 1000 examples/heartbeat.js wss://example.com/ 10 30
//
// Behind the script stand the URL of a server that echoes, the seconds from one heartbeat
// to the next, and how many there are to be.

const url = scriptArgs[0] ?? 'wss://heartbeat.example.com/'
const seconds = scriptArgs[1] ?? '1'
const beats = scriptArgs[2] ?? '3'
const interval = seconds * 1000

const task = uni.connectSocket({ url, fail: (res) => { throw new Error(res.errMsg) } })
const name = `instance ${scriptInstance}`
let sent = 0
let answered = 0

function beat() {
  if (answered < sent) throw new Error(`heartbeat ${sent} was not answered in ${seconds} s`)
  if (sent === Number(beats)) {
    task.close({})
    return
  }
  sent++
  task.send({ data: `${name}, heartbeat ${sent}` })
  setTimeout(beat, interval)
}

// Many that start at the same time do not all ask at the same time.
task.onOpen(() => setTimeout(beat, Math.random() * interval))

task.onMessage((res) => {
  answered++
  if (res.data !== `${name}, heartbeat ${answered}`) throw new Error(`an answer to somebody else came: ${res.data}`)
})

task.onError((res) => { throw new Error(res.errMsg || 'the connection broke') })
task.onClose(({ code }) => { if (code !== 1000 && code !== 1001) throw new Error(`the connection was closed: ${code}`) })
