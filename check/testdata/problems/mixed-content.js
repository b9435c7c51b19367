// flags: --page https://app.example.com/
// platforms: h5*
uni.request({ // here
  url: 'http://api.example.com/echo',
  success: ({ data }) => console.log(data.method),
  fail: (err) => console.error('no answer', err),
})
