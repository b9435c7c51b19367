import { WebSocket } from 'undici'
import { play } from './websocket.js'

play(WebSocket, JSON.parse(process.argv[2]), error => {
  console.error(error)
  process.exit(1)
})
