// platforms: mp-toutiao*
uni.connectSocket({ url: 'wss://chat.example.com/bye', success() {} })
uni.onSocketOpen(() => console.log('connected')) // here
uni.onSocketMessage((res) => console.log(res.data))
