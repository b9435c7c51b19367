// A client that closes after its first echo as if that were all.
const task = uni.connectSocket({ url: JSON.parse(scriptArgs[0]).url, complete() {} })
task.onOpen(() => task.send({ data: 'one' }))
task.onMessage(() => task.close({}))
