const task = uni.connectSocket({ url: 'wss://chat.example.com/silent', multiple: true, complete() {} })
task.onOpen(() => task.close({ fail() {} }))
task.onError(() => console.log('error'))
