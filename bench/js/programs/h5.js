import { play } from './websocket.js'

play(WebSocket, JSON.parse(scriptArgs[0]), error => {
  throw error
})
