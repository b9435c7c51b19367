// The Promise form: without success, fail and complete, each function returns a
// Promise. That of connectSocket gives no task, so the global functions drive
// the socket. What fails rejects (with Vue 2 it resolves to [err] instead).

const ROOM = 'wss://chat.example.com/room'

async function main() {
  const opened = new Promise((resolve, reject) => {
    uni.onSocketOpen(resolve)
    uni.onSocketError(() => reject(new Error(`no connection to ${ROOM}`)))
  })
  const answered = new Promise((resolve) => uni.onSocketMessage(resolve))
  const closed = new Promise((resolve) => uni.onSocketClose(resolve))

  const accepted = await uni.connectSocket({ url: ROOM })
  console.log('accepted:', accepted.errMsg, Object.keys(accepted).join())

  await opened
  const sent = await uni.sendSocketMessage({ data: 'ping' })
  console.log('sent:', sent.errMsg)

  const answer = await answered
  console.log('answer:', answer.data)

  const closing = await uni.closeSocket({ code: 1000, reason: 'done' })
  console.log('closing:', closing.errMsg)

  const { code, reason } = await closed
  console.log('closed with', code, reason)

  try {
    await uni.sendSocketMessage({ data: 'too late' })
  } catch (err) {
    console.log('rejected:', err.errMsg)
  }
}

main()
