function join(room) {
  const task = uni.connectSocket({
    url: 'wss://chat.example.com/room/' + room,
    multiple: true,
    fail: (err) => console.error(err),
  })
  task.onOpen(() => task.close())
  task.onClose(() => {
    if (room < 6) setTimeout(join, 20, room + 1)
  })
}
join(1)
