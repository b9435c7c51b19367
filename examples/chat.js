// A small chat of three members, each with a connection of its own. The server
// is an echo: a member gets back what it said, and a line is printed when it
// comes back, so that every line shown has travelled there and back. Half-way,
// a heartbeat asks whether everyone is still connected.

const ROOM = 'wss://chat.example.com/room'
const PATIENCE = 1000

const script = [
  ['Mei', 'Is the socket open on your side?'],
  ['Jun', 'Open, and 中文 arrives as it was sent.'],
  ['Ana', 'Same here. Emoji too? 🎉'],
  ['heartbeat'],
  ['Mei', 'Then let us ship it.'],
  ['Jun', 'Good night!'],
]

class Member {
  constructor(name) {
    this.name = name
    this.waiting = new Map()
    this.sequence = 0
  }

  join() {
    return new Promise((resolve, reject) => {
      this.task = uni.connectSocket({
        url: ROOM,
        fail: (res) => reject(new Error(`${this.name}: ${res.errMsg}`)),
      })
      this.left = new Promise((left) => this.task.onClose(left))
      this.task.onOpen(resolve)
      this.task.onError(() => reject(new Error(`${this.name} lost the connection`)))
      this.task.onMessage((res) => this.receive(JSON.parse(res.data)))
    })
  }

  // ask sends a message and resolves when its echo is back.
  ask(type, text) {
    const id = ++this.sequence
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.name} got no answer`)), PATIENCE)
      this.waiting.set(id, { resolve, timer })
      this.task.send({
        data: JSON.stringify({ id, type, from: this.name, text }),
        fail: (res) => reject(new Error(`${this.name}: ${res.errMsg}`)),
      })
    })
  }

  receive(message) {
    const { resolve, timer } = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    clearTimeout(timer)
    resolve(message)
  }

  leave() {
    this.task.close({ code: 1000, reason: 'bye' })
    return this.left
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

async function main() {
  const members = ['Mei', 'Jun', 'Ana'].map((name) => new Member(name))
  for (const member of members) {
    await member.join()
    console.log(`     * ${member.name} joined`)
  }

  for (const [name, text] of script) {
    await pause(120)
    if (name === 'heartbeat') {
      const answers = await Promise.all(members.map((member) => member.ask('ping')))
      console.log(`     * heartbeat: ${answers.length} of ${members.length} answered`)
      continue
    }
    const message = await members.find((member) => member.name === name).ask('say', text)
    console.log(`${message.from}: ${message.text}`)
  }

  for (const member of members) {
    const { code, reason } = await member.leave()
    console.log(`     * ${member.name} left (${code} ${reason})`)
  }
}

main()
