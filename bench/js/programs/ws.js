// The program over ws, with the events that are its own: a text comes as a Buffer, whose
// length is that of its bytes.
import { WebSocket } from 'ws'
import { traffic } from './traffic.js'

const plan = JSON.parse(process.argv[2])
const socket = new WebSocket(plan.url)

function fail(reason) {
  console.error(reason)
  process.exit(1)
}

const { first, answer, missing } = traffic(plan, { end: () => socket.close(), fail })
socket.on('open', () => {
  for (const text of first) {
    socket.send(text)
  }
})
socket.on('message', data => {
  const text = answer(data)
  if (text !== undefined) {
    socket.send(text)
  }
})
socket.on('close', () => missing() && fail(missing()))
socket.on('error', fail)
