import uni from 'k6/x/uni'
import exec from 'k6/execution'
import { stay } from './task.js'

const plan = JSON.parse(__ENV.PLAN)

export default function () {
  stay(uni, plan, error => exec.test.abort(error.message))
}
