// Users of whom each connects after the one before has left.
import { WebSocket } from 'k6/websockets'

const { url } = JSON.parse(__ENV.PLAN)

export default function () {
  setTimeout(() => {
    const socket = new WebSocket(url)
    socket.onopen = () => socket.close()
  }, 500 * __VU)
}
