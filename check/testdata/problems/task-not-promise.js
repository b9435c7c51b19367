// platforms: app-android, app-ios
uni.connectSocket({ url: 'wss://chat.example.com/bye' }) // here
  .then(() => console.log('connecting'))
  .catch((err) => console.error(err.errMsg))
