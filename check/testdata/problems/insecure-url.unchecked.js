// flags: --manifest insecure-url.manifest.json
// platforms: mp-*
// Without urlCheck WeChat's and Douyin's tools let it pass, and only the device refuses.
const task = uni.connectSocket({ // here
  url: 'ws://chat.example.com/close1000',
  multiple: true,
  fail: (err) => console.error('not connected', err),
})
task.onOpen(() => console.log('connected'))
