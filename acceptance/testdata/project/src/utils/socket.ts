import { decode, encode, Retry, type Frame } from '#socket/protocol'

type Handler = (frame: Frame<string>) => void

/** A socket that comes back when it is cut off. */
export class RoomSocket {
  private task?: UniApp.SocketTask
  private delay: number = Retry.First
  private ended = false
  readonly #handlers = new Set<Handler>()

  constructor(private readonly url: string, private readonly room: string, public onState: (open: boolean) => void) {
    this.open()
  }

  private open() {
    // #ifdef MP
    console.log('connecting as a mini program')
    // #endif
    // #ifndef MP
    console.log('connecting otherwise')
    // #endif
    const task = uni.connectSocket({ url: this.url, complete: () => {} })
    this.task = task
    task.onOpen(() => {
      this.delay = Retry.First
      this.onState(true)
      this.send('hello', 'I am here')
    })
    task.onMessage(({ data }) => {
      const frame = decode(data as string)
      this.#handlers.forEach((handler) => handler(frame))
    })
    task.onClose(() => {
      this.onState(false)
      if (this.ended) return
      setTimeout(() => this.open(), this.delay)
      this.delay = Math.min(this.delay * 2, Retry.Longest)
    })
  }

  send(kind: Frame['kind'], data: string) {
    this.task?.send({ data: encode({ kind, room: this.room, data }) })
  }

  listen(handler: Handler) {
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  end() {
    this.ended = true
    this.task?.close({})
  }
}
