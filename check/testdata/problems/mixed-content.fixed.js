uni.request({
  url: 'https://api.example.com/echo',
  success: ({ data }) => console.log(data.method),
  fail: (err) => console.error('no answer', err),
})
