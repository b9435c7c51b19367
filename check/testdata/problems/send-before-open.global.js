// platforms: *, !mp-toutiao*
uni.connectSocket({ url: 'wss://chat.example.com/close1000', complete() {} })
// #ifndef MP-TOUTIAO
uni.sendSocketMessage({ data: 'hello', fail: () => console.error('not sent') }) // here
// #endif
