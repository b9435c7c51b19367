// What is measured, the same under every runtime: a window of messages is under way, and
// each echo is answered in its callback. The programs beside this file have the sockets.
//
// plan: { content, total, window }, beside its url. end is called when all has come back,
// and fail with the reason when something else did.
//
// first are the messages to begin with; answer takes an echo and is what to send for it,
// undefined where all has been sent; missing says at the end what has not come back.
export function traffic({ content, total, window }, { end, fail }) {
  const make = contents[content]
  return make({ total, window: Math.min(window, total), end, fail })
}

// How often a message is compared as a whole. What it costs is then nothing.
const stride = 1024

const contents = {
  text: echoes,
  json: plan => rounds(plan, { name: 'Li Hua', text: 'Shall we meet at seven at the cinema? ' }),
  chinese: plan => rounds(plan, { name: '李华', text: '今晚七点在电影院门口见面吗？' }),
}

const missing = (got, total) => got === total ? '' : `the connection ended after ${got} of ${total} messages`

// 64 bytes of text, of which there are a few: one that comes back in another's place is
// found out.
function echoes({ total, window, end, fail }) {
  const texts = Array.from({ length: 16 }, (_, i) => `${100 + i} The quick brown fox jumps over the lazy dog, and on, and on.`)
  const length = texts[0].length
  let got = 0
  return {
    first: Array.from({ length: window }, (_, i) => texts[i & 15]),
    answer(data) {
      const i = got++
      if (data.length !== length || (i % stride === 0 && String(data) !== texts[i & 15])) {
        fail(`message ${i} came back as ${data}`)
      }
      if (i + window < total) {
        return texts[(i + window) & 15]
      }
      if (got === total) {
        end()
      }
    },
    missing: () => missing(got, total),
  }
}

// A chat message of 200 bytes, parsed, changed and sent again. Since echoes come in
// order, each of the window's messages has made as many rounds as the others.
function rounds({ total, window, end, fail }, { name, text }) {
  let got = 0
  return {
    first: Array.from({ length: window }, (_, i) => JSON.stringify({
      type: 'chat',
      seq: 0,
      room: 'lobby',
      from: { id: 10000 + i, name, vip: true, score: 97.5 },
      to: [10086, 10087],
      at: 1763859600000,
      read: false,
      text: `${text}0`,
    })),
    answer(data) {
      const i = got++
      const message = JSON.parse(data)
      const round = Math.floor(i / window)
      if (message.seq !== round || (i % stride === 0 && (message.text !== `${text}${round}` || message.from.name !== name))) {
        fail(`message ${i} came back as ${data}`)
      }
      if (i + window < total) {
        message.seq += 1
        message.read = !message.read
        message.text = `${text}${message.seq}`
        return JSON.stringify(message)
      }
      if (got === total) {
        end()
      }
    },
    missing: () => missing(got, total),
  }
}
