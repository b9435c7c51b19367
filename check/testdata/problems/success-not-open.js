// platforms: *, !mp-toutiao*
// Douyin has no sendSocketMessage at all.
uni.connectSocket({
  url: 'wss://chat.example.com/bye',
  success() {
    // connected!
    uni.sendSocketMessage({ data: JSON.stringify({ type: 'login' }), fail() {} }) // here
  },
})
