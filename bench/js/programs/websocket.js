// The program over the WebSocket class that browsers have. quit ends it with an error.
import { traffic } from './traffic.js'

export function play(WebSocket, plan, quit) {
  const socket = new WebSocket(plan.url)
  const fail = reason => {
    socket.close()
    quit(new Error(reason))
  }
  const { first, answer, missing } = traffic(plan, { end: () => socket.close(), fail })
  socket.onopen = () => {
    for (const text of first) {
      socket.send(text)
    }
  }
  socket.onmessage = event => {
    const text = answer(event.data)
    if (text !== undefined) {
      socket.send(text)
    }
  }
  socket.onclose = () => missing() && fail(missing())
  socket.onerror = event => fail(event.message || 'the socket broke')
}
