// The program that is measured, the same under every runtime: a window of messages is
// under way, and each echo is answered in its callback. How a socket is made and written
// to is the runtime's.
//
// plan:   { url, content, total, window }
// socket: { send(text), close(), fail(reason) }; fail ends the program with an error
export function traffic({ content, total, window }, socket) {
  const { first, next } = contents[content](window, socket.fail)
  let sent = 0
  let got = 0
  return {
    opened() {
      while (sent < window && sent < total) {
        socket.send(first(sent++))
      }
    },
    received(data) {
      const answer = next(data, got++)
      if (sent < total) {
        sent++
        socket.send(answer)
      } else if (got === total) {
        socket.close()
      }
    },
    closed() {
      if (got !== total) {
        socket.fail(`the connection ended after ${got} of ${total} messages`)
      }
    },
  }
}

// How often a message is compared as a whole. What it costs is then nothing.
const stride = 1024

const contents = {
  text: (window, fail) => echoes(window, fail),
  json: (window, fail) => rounds(window, fail, { name: 'Li Hua', text: 'Shall we meet at seven at the cinema? ' }),
  chinese: (window, fail) => rounds(window, fail, { name: '李华', text: '今晚七点在电影院门口见面吗？' }),
}

// 64 bytes of text, of which there are a few: one that comes back in another's place is
// found out.
function echoes(window, fail) {
  const texts = Array.from({ length: 16 }, (_, i) => `${100 + i} The quick brown fox jumps over the lazy dog, and on, and on.`)
  const length = texts[0].length
  return {
    first: i => texts[i & 15],
    next(data, i) {
      if (data.length !== length || (i % stride === 0 && String(data) !== texts[i & 15])) {
        fail(`message ${i} came back as ${data}`)
      }
      return texts[(i + window) & 15]
    },
  }
}

// A chat message of 200 bytes, parsed, changed and sent again. Since echoes come in
// order, each of the window's messages has made as many rounds as the others.
function rounds(window, fail, { name, text }) {
  return {
    first: i => JSON.stringify({
      type: 'chat',
      seq: 0,
      room: 'lobby',
      from: { id: 10000 + i, name, vip: true, score: 97.5 },
      to: [10086, 10087],
      at: 1763859600000,
      read: false,
      text: `${text}0`,
    }),
    next(data, i) {
      const message = JSON.parse(data)
      const round = Math.floor(i / window)
      if (message.seq !== round || (i % stride === 0 && (message.text !== `${text}${round}` || message.from.name !== name))) {
        fail(`message ${i} came back as ${data}`)
      }
      message.seq += 1
      message.read = !message.read
      message.text = `${text}${message.seq}`
      return JSON.stringify(message)
    },
  }
}
