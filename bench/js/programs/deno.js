import { play } from './websocket.js'

play(WebSocket, JSON.parse(Deno.args[0]), error => {
  console.error(error)
  Deno.exit(1)
})
