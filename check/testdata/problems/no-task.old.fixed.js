uni.connectSocket({ url: 'wss://chat.example.com/bye', complete() {} })
uni.onSocketMessage((res) => console.log(res.data))
