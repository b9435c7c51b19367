const task = uni.connectSocket({ url: 'wss://chat.example.com/bye', multiple: true, complete() {} })
task.onMessage((res) => console.log('the server says', res.data))
