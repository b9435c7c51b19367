// platforms: mp-weixin*, mp-alipay*, mp-toutiao*, mp-lark*, mp-qq*, mp-kuaishou*, mp-harmony*
// One socket for each room of the list, and none is closed on leaving.
const tasks = []
function join(room) {
  const task = uni.connectSocket({ // here
    url: 'wss://chat.example.com/room/' + room,
    multiple: true,
    fail: () => leave(),
  })
  tasks.push(task)
  task.onError(() => {})
  task.onOpen(() => (room < 6 ? join(room + 1) : leave()))
}
const leave = () => tasks.forEach((task) => task.close({ fail() {} }))
join(1)
