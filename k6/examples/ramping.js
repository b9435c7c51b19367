// Connections that come and go, with limits to what they may take:
//
//   unisocket-k6 run examples/ramping.js
//
// SERVER is where they go to, an echo server; unisocket serve is one.

import uni from 'k6/x/uni'
import { check } from 'k6'

const url = __ENV.SERVER || 'ws://127.0.0.1:8080'
const milliseconds = __ENV.MILLISECONDS || 500

export const options = {
  scenarios: {
    members: {
      executor: 'ramping-vus',
      stages: [
        { target: 20, duration: '2s' },
        { target: 20, duration: '2s' },
        { target: 0, duration: '2s' },
      ],
    },
  },
  thresholds: {
    ws_connecting: [`p(95)<${milliseconds}`],
    ws_sessions: ['count>=10'],
    uni_errors: ['count==0'],
    checks: ['rate==1'],
  },
}

export default function () {
  const task = uni.connectSocket({ url, success() {} })
  let beats = 0
  const beat = () => task.send({ data: `beat ${++beats}` })
  task.onOpen(beat)
  task.onMessage(({ data }) => {
    check(data, { 'the beat is answered': () => data === `beat ${beats}` })
    if (beats < 5) setTimeout(beat, 100)
    else task.close({})
  })
}
