// #ifndef MP-TOUTIAO
uni.sendSocketMessage({ data: 'hello', fail: () => console.error('not sent') })
// #endif
