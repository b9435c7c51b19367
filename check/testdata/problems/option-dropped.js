// platforms: mp-alipay*, mp-baidu*, mp-toutiao*, mp-lark*
// As in the sample of the documents.
const task = uni.connectSocket({ // here
  url: 'wss://chat.example.com/close1000',
  method: 'GET',
  multiple: true,
  complete: () => {},
})
task.onOpen(() => console.log('connected'))
