const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, success() {} })
task.onOpen(() => console.log('connected'))
task.onMessage((res) => console.log(res.data))
