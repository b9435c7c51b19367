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

const { opened, received, closed } = traffic(plan, { send: text => socket.send(text), close: () => socket.close(), fail })
socket.on('open', opened)
socket.on('message', received)
socket.on('close', closed)
socket.on('error', fail)
