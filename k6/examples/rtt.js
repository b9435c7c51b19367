// What an app measures by itself, as a metric of its own:
//
//   unisocket bundle examples/rtt-app.js -o examples/rtt-app.k6.js
//   unisocket-k6 run examples/rtt.js

import { program } from './rtt-app.k6.js'
import { Trend } from 'k6/metrics'

const rtt = new Trend('app_rtt', true)
const milliseconds = __ENV.MILLISECONDS || 500

export const options = {
  vus: 10,
  iterations: 20,
  thresholds: { app_rtt: [`p(95)<${milliseconds}`], uni_errors: ['count==0'] },
}

export default function () {
  program.run({
    args: [__ENV.SERVER || 'ws://127.0.0.1:8080'],
    expose: { answered: ({ ms }) => rtt.add(ms) },
  })
}
