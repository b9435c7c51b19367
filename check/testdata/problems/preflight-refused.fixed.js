uni.request({
  url: 'https://api.example.com/echo',
  header: { Authorization: 'Bearer token' },
  success: ({ data }) => console.log(data.method),
  fail: (err) => console.error('no answer', err),
})
