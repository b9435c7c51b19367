// flags: --allow https://api.example.com
// platforms: mp-*
uni.request({ // here
  url: 'https://files.example.com/echo',
  success: ({ data }) => console.log(data.method),
  fail: (err) => console.error('no answer', err),
})
