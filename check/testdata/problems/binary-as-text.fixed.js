const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => {
  const buffer = new Uint8Array([1, 2, 3]).buffer
  task.send({
    // #ifdef MP-ALIPAY
    data: uni.arrayBufferToBase64(buffer),
    isBuffer: true,
    // #endif
    // #ifndef MP-ALIPAY
    data: buffer,
    // #endif
    success: () => task.close(),
    fail: () => task.close(),
  })
})
