// The program as uni-app has it.
import { traffic } from './traffic.js'

const plan = JSON.parse(scriptArgs[0])
const task = uni.connectSocket({ url: plan.url, fail: res => fail(res.errMsg) })

// uni catches what its listeners throw.
function fail(reason) {
  task.close({})
  setTimeout(() => {
    throw new Error(reason)
  })
}

const { first, answer, missing } = traffic(plan, { end: () => task.close({}), fail })
task.onOpen(() => {
  for (const data of first) {
    task.send({ data })
  }
})
task.onMessage(res => {
  const data = answer(res.data)
  if (data !== undefined) {
    task.send({ data })
  }
})
task.onClose(() => missing() && fail(missing()))
task.onError(res => fail(res.errMsg))
