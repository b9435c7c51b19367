// A mini program's MQTT client: it joins a room, says one thing to all who are there, waits
// until that has come back, and leaves.

import mqtt from 'mqtt'

const [url] = scriptArgs
const room = 'room/lobby'
const mine = `here is ${scriptInstance}`

const client = mqtt.connect(url.replace(/^ws/, 'wx'), { reconnectPeriod: 0 })

client.on('connect', () => client.subscribe(room, { qos: 1 }, (err) => {
  if (err) throw err
  client.publish(room, mine, { qos: 1 })
}))
client.on('message', (topic, payload) => {
  if (payload.toString() === mine) client.end()
})
client.on('error', (err) => { throw err })
