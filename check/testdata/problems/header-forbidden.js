// platforms: h5*
uni.request({ // here
  url: 'https://api.example.com/echo',
  header: { Cookie: 'session=1' },
  success: ({ data }) => console.log(data.header.cookie),
})
