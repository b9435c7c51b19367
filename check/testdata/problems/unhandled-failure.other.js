// platforms: *, !* (Vue 2), !mp-toutiao*, !app-android, !app-ios
// Two calls, of which one is handled.
// #ifndef MP-TOUTIAO || UNI-APP-X
uni.closeSocket() // here
uni.closeSocket().catch(() => console.log('no socket'))
// #endif
