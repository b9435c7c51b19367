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

const { opened, received, closed } = traffic(plan, { send: data => task.send({ data }), close: () => task.close({}), fail })
task.onOpen(opened)
task.onMessage(res => received(res.data))
task.onClose(closed)
task.onError(res => fail(res.errMsg))
