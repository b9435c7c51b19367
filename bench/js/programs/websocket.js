// The program over the WebSocket class that browsers have. quit ends it with an error.
import { traffic } from './traffic.js'

export function play(WebSocket, plan, quit) {
  const socket = new WebSocket(plan.url)
  const fail = reason => {
    socket.close()
    quit(new Error(reason))
  }
  const { opened, received, closed } = traffic(plan, { send: text => socket.send(text), close: () => socket.close(), fail })
  socket.onopen = opened
  socket.onmessage = event => received(event.data)
  socket.onclose = closed
  socket.onerror = event => fail(event.message || 'the socket broke')
}
