// A virtual user over the WebSocket class that browsers have: it connects, does nothing for a
// while, and closes. Without a URL it connects nothing. quit ends all with an error.
export function stay(WebSocket, { url, hold }, quit) {
  if (!url) {
    setTimeout(() => {}, hold)
    return
  }
  const socket = new WebSocket(url)
  let over = false
  socket.onopen = () => setTimeout(() => {
    over = true
    socket.close()
  }, hold)
  socket.onclose = () => over || quit(new Error('the connection ended before its time'))
  socket.onerror = event => quit(new Error(event.message || event.error || 'the socket broke'))
}
