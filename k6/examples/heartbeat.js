// examples/heartbeat.js of this repository as it is, a hundred times:
//
//   unisocket bundle ../examples/heartbeat.js -o examples/heartbeat.k6.js
//   unisocket-k6 run examples/heartbeat.js

import { program } from './heartbeat.k6.js'

const { SERVER = 'ws://127.0.0.1:8080', SECONDS = '1', BEATS = '3' } = __ENV

export const options = {
  scenarios: {
    clients: { executor: 'per-vu-iterations', vus: 100, iterations: 1 },
  },
  thresholds: { uni_errors: ['count==0'], 'ws_sessions{status:101}': ['count>0'] },
}

export default function () {
  program.run({ args: [SERVER, SECONDS, BEATS], tags: { name: 'heartbeat' } })
}
