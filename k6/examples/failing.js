// A server that cuts connections does not hold its limits: k6 ends with status 99.
//
//   unisocket-k6 run examples/failing.js

import uni from 'k6/x/uni'

const url = __ENV.SERVER || 'ws://127.0.0.1:8080'

export const options = {
  vus: 5,
  iterations: 10,
  thresholds: { uni_errors: ['count==0'] },
}

export default function () {
  uni.connectSocket({ url: url + '/drop', success() {} })
}
