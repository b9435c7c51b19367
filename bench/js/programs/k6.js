import { WebSocket } from 'k6/websockets'
import exec from 'k6/execution'
import { play } from './websocket.js'

export default function () {
  play(WebSocket, JSON.parse(__ENV.PLAN), error => exec.test.abort(error.message))
}
