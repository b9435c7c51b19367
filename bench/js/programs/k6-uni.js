import uni from 'k6/x/uni'
import exec from 'k6/execution'
import { play } from './task.js'

export default function () {
  play(uni, JSON.parse(__ENV.PLAN), error => exec.test.abort(error.message))
}
