// Echoes that are wrong, and what the program says of them.
import { traffic } from '../programs/traffic.js'

function failure(content, echo) {
  let reason
  const fail = text => (reason ??= text)
  const { first, answer, missing } = traffic({ content, total: 2048, window: 4 }, { end() {}, fail })
  const sent = [...first]
  for (let i = 0; i < sent.length && reason === undefined; i++) {
    const back = echo(sent[i], i, sent)
    if (back === undefined) {
      break
    }
    const text = answer(back)
    if (text !== undefined) {
      sent.push(text)
    }
  }
  return reason ?? (missing() || undefined)
}

for (const content of ['text', 'json', 'chinese']) {
  for (const [what, echo, want] of [
    ['right', text => text, /^undefined$/],
    ['another', (text, i, sent) => sent[i < 1024 ? i : i - 1 - (i & 4)], /^message 10\d\d came back as /],
    ['the last is missing', (text, i) => (i === 2047 ? undefined : text), /^the connection ended after 2047 of 2048 messages$/],
  ]) {
    const reason = String(failure(content, echo))
    if (!want.test(reason)) {
      throw new Error(`${content}, ${what}: ${reason}`)
    }
  }
}
if (!/^message 7 came back as /.test(failure('text', (text, i) => (i === 7 ? text.slice(1) : text)))) {
  throw new Error('a message that is too short')
}
