// platforms: app-android, app-ios
const task = uni.connectSocket({ url: 'wss://chat.example.com/reject', multiple: true, complete() {} }) // here
task.onError(() => console.error('error'))
