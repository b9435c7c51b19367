// uni.connectSocket with all its options: header, protocols, method and the
// data() of the documentation's sample. On H5 the url and protocols reach the
// server; a browser sends neither header nor method, and uni drops data().
// None of success, fail and complete is given, so a Promise comes back.

const opening = uni.connectSocket({
  url: 'wss://chat.example.com/room',
  data() {
    return { x: '', y: '' }
  },
  header: {
    'content-type': 'application/json',
  },
  protocols: ['protocol1', 'protocol2'],
  method: 'GET',
})

console.log('connectSocket returned', opening instanceof Promise ? 'a Promise' : typeof opening)
opening.then((res) => console.log('resolved:', res.errMsg))

uni.onSocketOpen(() => {
  // A server that selects none of the offered subprotocols is refused, so that
  // open also says: one of them was selected.
  console.log('open: the server speaks one of our subprotocols')
  uni.closeSocket()
})

uni.onSocketError(() => console.log('error: the connection could not be made'))

uni.onSocketClose((res) => console.log('closed with', res.code))
