import { CELL_BYTES, PosternError } from '@postern/protocol'
import { readBody } from '@postern/runtime'
import { type Answer, toResponse } from './answer.ts'
import { type FormBody, type FormHeaders, MOST_FORM_BYTES } from './letters/form-post.ts'
import { type FormPost, isLetterPath } from './letters/letter-door.ts'
import { isSearchPath } from './search/search-door.ts'

/** What the routes ask of a front; both ways in, web requests and raw ones, go through it. */
export interface PublicFront {
  receive(body: Uint8Array, address: string): Promise<Answer>
  /** The uniform refusal, counted. */
  refuse(): Answer
  page(target: string, acceptEncoding: string): Answer
  /** A form: a letter or a search. */
  post(form: FormPost): Promise<Answer>
  /** For a method that reads nothing. */
  notRead(target: string): Answer
}

export const CELL_PATH = '/cell'
/** True for the addresses to which forms are posted. */
export function isFormPath(path: string): boolean {
  return isLetterPath(path) || isSearchPath(path)
}

/** For requests that come without a socket: tests and the simulator. */
const NO_ADDRESS = ''

/** The public side as web requests. */
export async function answerPublic(front: PublicFront, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  if (request.method === 'POST' && pathname === CELL_PATH) {
    return toResponse(await receiveBody(front, request), 'POST')
  }
  if (request.method === 'POST' && isFormPath(pathname)) {
    return toResponse(await receiveForm(front, request, pathname), 'POST')
  }
  const acceptEncoding = request.headers.get('accept-encoding') ?? ''
  return toResponse(
    pageFor(front, request.method, pathname + search, acceptEncoding),
    request.method,
  )
}

/** Whatever is no cell, by its target as it was sent, query and all. */
export function pageFor(
  front: PublicFront,
  method: string,
  target: string,
  acceptEncoding: string,
): Answer {
  if (method !== 'GET' && method !== 'HEAD') return front.notRead(target)
  return front.page(target, acceptEncoding)
}

async function receiveBody(front: PublicFront, request: Request): Promise<Answer> {
  try {
    return await front.receive(await readBody(request, CELL_BYTES), NO_ADDRESS)
  } catch (error) {
    if (error instanceof PosternError) return front.refuse()
    throw error
  }
}

async function receiveForm(front: PublicFront, request: Request, path: string): Promise<Answer> {
  const headers = formHeaders((name) => request.headers.get(name) ?? '')
  const body = await formBody(request)
  return await front.post({ path, headers, body, address: NO_ADDRESS })
}

/** What of the headers decides about a form; the rest is not looked at. */
export function formHeaders(header: (name: string) => string): FormHeaders {
  return { host: header('host'), origin: header('origin'), site: header('sec-fetch-site') }
}

async function formBody(request: Request): Promise<FormBody> {
  try {
    return { kind: 'read', bytes: await readBody(request, MOST_FORM_BYTES) }
  } catch (error) {
    if (error instanceof PosternError) return { kind: 'too-large' }
    throw error
  }
}
