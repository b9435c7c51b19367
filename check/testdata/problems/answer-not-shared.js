// platforms: h5*
uni.request({ // here
  url: 'https://api.example.com/private',
  success: ({ data }) => console.log(data.method),
  fail: (err) => console.error('no answer', err),
})
