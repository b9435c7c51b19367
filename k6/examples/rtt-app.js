// An app, for rtt.js: it asks five times, waits for each answer, and leaves.

const task = uni.connectSocket({ url: scriptArgs[0], success() {} })
let asked = 0
let at

function ask() {
  at = Date.now()
  task.send({ data: `question ${++asked}` })
}

task.onOpen(ask)
task.onMessage(() => {
  // #ifdef K6
  answered({ ms: Date.now() - at })
  // #endif
  if (asked < 5) ask()
  else task.close({})
})
