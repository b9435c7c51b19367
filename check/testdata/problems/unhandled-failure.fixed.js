const send = (message) => uni.sendSocketMessage({ data: JSON.stringify(message), fail: () => console.error('not sent') })
// #ifndef MP-TOUTIAO
send({ type: 'hello' })
// #endif
