import { PosternError } from '@postern/protocol'

/** What both ends of a worker connection have in common: a Worker, a worker's scope, a port. */
export interface LineEnd {
  postMessage(message: unknown, transfer: never[]): void
  addEventListener(type: 'message', listen: (event: { data: unknown }) => void): void
}

interface Call {
  readonly call: number
  readonly name: string
  readonly args: readonly unknown[]
}

interface Answer<V> {
  readonly answer: number
  readonly value: V
  readonly code?: string
}

interface Waiting {
  /** Takes the answer as it came. */
  settle(data: unknown): void
  refuse(code: string): void
}

type Callable<T> = { [K in keyof T]: (...args: never[]) => unknown }

/** One end that asks: every call is one message and one answer, in any order. */
export class Line<T extends Callable<T>> {
  readonly #end: LineEnd
  readonly #open = new Map<number, Waiting>()
  #calls = 0
  #dead = false

  constructor(end: LineEnd) {
    this.#end = end
    end.addEventListener('message', ({ data }) => {
      if (!isAnswer<unknown>(data)) return
      this.#open.get(data.answer)?.settle(data)
      this.#open.delete(data.answer)
    })
  }

  /** Rejects with the PosternError that the other end threw, or 'worker-died'. */
  call<K extends keyof T & string>(
    name: K,
    ...args: Parameters<T[K]>
  ): Promise<Awaited<ReturnType<T[K]>>> {
    const call = this.#calls++
    return new Promise((resolve, reject) => {
      const refuse = (code: string): void => reject(new PosternError(code))
      if (this.#dead) return refuse('worker-died')
      const settle = (data: unknown): void => {
        if (!isAnswer<Awaited<ReturnType<T[K]>>>(data)) return
        if (data.code === undefined) resolve(data.value)
        else refuse(data.code)
      }
      this.#open.set(call, { settle, refuse })
      this.#end.postMessage({ call, name, args } satisfies Call, [])
    })
  }

  /** The other end is gone: everything that waits, and every later call, is refused. */
  cut(): void {
    this.#dead = true
    for (const waiting of this.#open.values()) waiting.refuse('worker-died')
    this.#open.clear()
  }
}

/** The end that answers, with the methods of `service` and nothing else of it. */
export function answerCalls<T extends Callable<T>>(end: LineEnd, service: T): void {
  end.addEventListener('message', ({ data }) => {
    if (isCall(data)) void answerCall(end, service, data)
  })
}

async function answerCall<T extends Callable<T>>(
  end: LineEnd,
  service: T,
  { call, name, args }: Call,
): Promise<void> {
  try {
    const method: unknown = Reflect.get(service, name)
    if (typeof method !== 'function') throw new TypeError(`no call ${name}`)
    const value: unknown = await Reflect.apply(method, service, args)
    end.postMessage({ answer: call, value } satisfies Answer<unknown>, [])
  } catch (error) {
    const code = error instanceof PosternError ? error.code : 'broken'
    end.postMessage({ answer: call, value: null, code } satisfies Answer<null>, [])
  }
}

/** What came over the line was sent by our own other end, of the same file. */
function isAnswer<V>(data: unknown): data is Answer<V> {
  return typeof data === 'object' && data !== null && 'answer' in data
}

function isCall(data: unknown): data is Call {
  return typeof data === 'object' && data !== null && 'call' in data
}
