import { WebSocket } from 'k6/websockets'
import exec from 'k6/execution'
import { stay } from './websocket.js'

const plan = JSON.parse(__ENV.PLAN)

export default function () {
  stay(WebSocket, plan, error => exec.test.abort(error.message))
}
