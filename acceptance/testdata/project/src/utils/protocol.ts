/** What the server and the app say to each other. */
export interface Frame<T = unknown> {
  kind: 'hello' | 'text'
  room: string
  data: T
}

export enum Retry {
  First = 100,
  Longest = 1000,
}

export const encode = <T>(frame: Frame<T>): string => JSON.stringify(frame)
export const decode = (text: string) => JSON.parse(text) as Frame<string>
