// TypeScript with an import: lib/socket.ts wraps a SocketTask in Promises, with
// a queue and a limited number of reconnects. The first socket queues before it
// is open; the second never gets a connection (/reset cuts the handshake), tries
// again twice and gives up.

import { Socket, type CloseEvent } from './lib/socket'

interface Order {
  item: string
  count: number
}

async function converse(): Promise<void> {
  const socket = new Socket({ url: 'wss://chat.example.com/orders', protocols: ['orders.v1'] })
  const orders: Order[] = [
    { item: '茶', count: 2 },
    { item: 'rice', count: 1 },
  ]
  const confirmed = new Promise<void>((resolve) => {
    let left = orders.length
    socket.onMessage = (data) => {
      const order = JSON.parse(data as string) as Order
      console.log(`confirmed: ${order.count} × ${order.item}`)
      if (--left === 0) resolve()
    }
  })

  const sent = orders.map((order) => socket.send(JSON.stringify(order)))
  console.log(`queued: ${sent.length} orders`)
  await socket.open()
  await Promise.all(sent)
  await confirmed

  const { code, reason }: CloseEvent = await socket.close(1000, 'ordered')
  console.log(`closed: ${code} ${reason}`)
}

async function giveUp(): Promise<void> {
  const socket = new Socket({ url: 'wss://chat.example.com/reset', retries: 2, delay: 50 })
  socket.onRetry = (attempt) => console.log(`trying again (${attempt} of 2)`)
  try {
    await socket.open()
  } catch (err) {
    console.log(`gave up: ${(err as Error).message}`)
  }
}

async function main(): Promise<void> {
  await converse()
  await giveUp()
}

main()
