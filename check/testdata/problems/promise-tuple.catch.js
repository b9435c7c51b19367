// platforms: * (Vue 2), !mp-toutiao*
// Code for Vue 3: with Vue 2 the promise never rejects, and catch is never called.
// #ifndef MP-TOUTIAO || UNI-APP-X
uni.sendSocketMessage({ data: 'hello' }).catch(() => console.error('not sent')) // here
// #endif
