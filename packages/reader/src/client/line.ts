import { PosternError } from '@postern/protocol'

/** What both ends of a worker connection have in common: a Worker, a worker's scope, a port. */
export interface LineEnd {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listen: (event: { data: unknown }) => void): void
}

interface Call {
  readonly call: number
  readonly name: string
  readonly args: readonly unknown[]
}

interface Answer {
  readonly answer: number
  readonly value?: unknown
  readonly code?: string
}

type Callable<T> = { [K in keyof T]: (...args: never[]) => unknown }

/** One end that asks: every call is one message and one answer, in any order. */
export class Line<T extends Callable<T>> {
  readonly #end: LineEnd
  readonly #open = new Map<number, { resolve(value: unknown): void; reject(why: Error): void }>()
  #calls = 0
  #dead = false

  constructor(end: LineEnd) {
    this.#end = end
    end.addEventListener('message', ({ data }) => {
      if (isAnswer(data)) this.#settle(data)
    })
  }

  /** Rejects with the PosternError that the other end threw, or 'worker-died'. */
  call<K extends keyof T & string>(
    name: K,
    ...args: Parameters<T[K]>
  ): Promise<Awaited<ReturnType<T[K]>>> {
    const call = this.#calls++
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(new PosternError('worker-died'))
      this.#open.set(call, { resolve: resolve as (value: unknown) => void, reject })
      this.#end.postMessage({ call, name, args } satisfies Call)
    })
  }

  /** The other end is gone: everything that waits, and every later call, is refused. */
  cut(): void {
    this.#dead = true
    for (const { reject } of this.#open.values()) reject(new PosternError('worker-died'))
    this.#open.clear()
  }

  #settle(answer: Answer): void {
    const waiting = this.#open.get(answer.answer)
    this.#open.delete(answer.answer)
    if (answer.code === undefined) waiting?.resolve(answer.value)
    else waiting?.reject(new PosternError(answer.code))
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
    const value: unknown = await Reflect.apply(service[name as keyof T], service, args)
    end.postMessage({ answer: call, value } satisfies Answer)
  } catch (error) {
    const code = error instanceof PosternError ? error.code : 'broken'
    end.postMessage({ answer: call, code } satisfies Answer)
  }
}

function isAnswer(data: unknown): data is Answer {
  return typeof data === 'object' && data !== null && 'answer' in data
}

function isCall(data: unknown): data is Call {
  return typeof data === 'object' && data !== null && 'call' in data
}
