// Binary messages: an ArrayBuffer goes out as one binary frame and comes back as
// an ArrayBuffer, while text stays a string. The message here is a small record:
// a version, a temperature and a name.

function encode(temperature, name) {
  const text = new TextEncoder().encode(name)
  const record = new Uint8Array(5 + text.length)
  const view = new DataView(record.buffer)
  view.setUint8(0, 1)
  view.setFloat32(1, temperature)
  record.set(text, 5)
  return record.buffer
}

function decode(buffer) {
  const view = new DataView(buffer)
  return {
    version: view.getUint8(0),
    temperature: view.getFloat32(1),
    name: new TextDecoder().decode(new Uint8Array(buffer, 5)),
  }
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

const task = uni.connectSocket({
  url: 'wss://chat.example.com/sensors',
  fail: (res) => console.log(res.errMsg),
})

task.onOpen(() => {
  const buffer = encode(21.5, '温度')
  console.log('sending ', hex(buffer))
  task.send({ data: buffer })
  task.send({ data: 'and a text' })
})

task.onMessage(({ data }) => {
  if (data instanceof ArrayBuffer) {
    console.log('received', hex(data))
    console.log('decoded ', JSON.stringify(decode(data)))
    return
  }
  console.log('received', JSON.stringify(data))
  task.close()
})

task.onError(() => console.log('error'))

task.onClose((res) => console.log('closed with', res.code))
