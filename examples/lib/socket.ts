// Socket wraps uni's SocketTask in Promises. Messages wait in a queue until the
// socket is open; a connection that is lost is made again, at most `retries`
// times in a row. What was sent into a connection before it broke is not sent
// again: only an answer of the server could tell whether it arrived.

export type Data = string | ArrayBuffer

export interface CloseEvent {
  code?: number
  reason?: string
}

export interface Options {
  url: string
  protocols?: string[]
  retries?: number
  delay?: number
}

interface Result {
  errMsg: string
}

interface SocketTask {
  send(options: { data: Data; success(): void; fail(res: Result): void }): void
  close(options: { code?: number; reason?: string }): void
  onOpen(listener: () => void): void
  onMessage(listener: (res: { data: Data }) => void): void
  onError(listener: () => void): void
  onClose(listener: (res: CloseEvent) => void): void
}

declare const uni: {
  connectSocket(options: { url: string; protocols?: string[]; fail(res: Result): void }): SocketTask
}

interface Queued {
  data: Data
  resolve(): void
  reject(err: Error): void
}

interface Settle<T> {
  resolve(value: T): void
  reject(err: Error): void
}

export class Socket {
  onMessage: (data: Data) => void = () => {}
  onRetry: (attempt: number) => void = () => {}

  private readonly options: Options
  private state: 'new' | 'connecting' | 'open' | 'closing' | 'closed' = 'new'
  private task?: SocketTask
  private timer?: ReturnType<typeof setTimeout>
  private attempts = 0
  private queue: Queued[] = []
  private opening?: Settle<void>
  private closing?: Settle<CloseEvent>

  constructor(options: Options) {
    this.options = options
  }

  // open resolves when the socket is open for the first time and rejects when
  // all attempts have failed.
  open(): Promise<void> {
    if (this.state !== 'new') return Promise.reject(new Error('open was called before'))
    return new Promise((resolve, reject) => {
      this.opening = { resolve, reject }
      this.connect()
    })
  }

  // send resolves when the message was handed over, which may be after a
  // reconnect, and rejects when the socket is closed first.
  send(data: Data): Promise<void> {
    if (this.state === 'closing' || this.state === 'closed') {
      return Promise.reject(new Error('the socket is closed'))
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ data, resolve, reject })
      if (this.state === 'open') this.flush()
    })
  }

  // close ends the reconnects as well. It resolves with the close event.
  close(code = 1000, reason = ''): Promise<CloseEvent> {
    if (this.state === 'closing' || this.state === 'closed') {
      return Promise.reject(new Error('the socket is closed'))
    }
    return new Promise((resolve, reject) => {
      this.closing = { resolve, reject }
      this.state = 'closing'
      clearTimeout(this.timer)
      if (this.task) {
        this.task.close({ code, reason })
      } else {
        this.finish({ code, reason })
      }
    })
  }

  private connect(): void {
    this.state = 'connecting'
    const { url, protocols } = this.options
    const task = uni.connectSocket({
      url,
      protocols,
      // The call itself was refused: trying again would not help.
      fail: (res) => this.finish({}, new Error(res.errMsg)),
    })
    this.task = task

    task.onOpen(() => {
      // Some platforms open a socket although it was closed while connecting.
      if (this.state === 'closing') {
        task.close({ code: 1000 })
        return
      }
      this.state = 'open'
      this.attempts = 0
      this.opening?.resolve()
      this.flush()
    })
    task.onMessage((res) => this.onMessage(res.data))
    // A failed connection gives error and close on some platforms and error
    // alone on others; whichever comes first counts.
    task.onError(() => this.lost(task, {}))
    task.onClose((res) => this.lost(task, res))
  }

  private flush(): void {
    const queue = this.queue
    this.queue = []
    for (const { data, resolve, reject } of queue) {
      this.task!.send({ data, success: resolve, fail: (res) => reject(new Error(res.errMsg)) })
    }
  }

  private lost(task: SocketTask, event: CloseEvent): void {
    if (task !== this.task || this.state === 'closed') return
    this.task = undefined
    if (this.state === 'closing') {
      this.finish(event)
      return
    }
    const { url, retries = 3, delay = 1000 } = this.options
    if (this.attempts === retries) {
      this.finish(event, new Error(`no connection to ${url} in ${retries + 1} attempts`))
      return
    }
    this.attempts++
    this.state = 'connecting'
    this.timer = setTimeout(() => {
      this.onRetry(this.attempts)
      this.connect()
    }, delay)
  }

  private finish(event: CloseEvent, err = new Error('the socket is closed')): void {
    this.state = 'closed'
    this.opening?.reject(err)
    this.closing?.resolve(event)
    this.queue.forEach((queued) => queued.reject(err))
    this.queue = []
  }
}
