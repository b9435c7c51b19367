// The program as uni-app has it, over its socket task. quit ends it with an error.
import { traffic } from './traffic.js'

export function play(uni, plan, quit) {
  const task = uni.connectSocket({ url: plan.url, fail: res => fail(res.errMsg) })

  // uni catches what its callbacks throw.
  function fail(reason) {
    setTimeout(() => {
      task.close({})
      quit(new Error(reason))
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
  task.onError(() => fail('the socket broke'))
}
