// #ifndef MP-TOUTIAO
uni.closeSocket({ fail() {} })
uni.closeSocket({ fail: () => console.log('no socket') })
// #endif
