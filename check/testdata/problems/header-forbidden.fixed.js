uni.request({
  url: 'https://api.example.com/echo',
  header: { 'X-Session': '1' },
  success: ({ data }) => console.log(data.header['x-session']),
})
