// MQTT.js, from npm and unchanged, on WeChat's platform. In examples/mqtt:
//
//   npm ci --ignore-scripts
//   unisocket bundle -p mp-weixin --no-url-check app.js -o app.k6.js
//   unisocket-k6 run load.js
//
// BROKER is where the broker is, such as ws://127.0.0.1:8888/mqtt.

import { program } from './app.k6.js'

export const options = {
  scenarios: { members: { executor: 'per-vu-iterations', vus: 3, iterations: 1 } },
  thresholds: { uni_errors: ['count==0'], ws_sessions: ['count==3'] },
}

export default function () {
  program.run({ args: [__ENV.BROKER] })
}
