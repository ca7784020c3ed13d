import type { Env } from '../../src/env.ts'
import type { KemKey, SigningKey, Suite } from '../../src/suite/suite.ts'

/** What a step asked of chance and of the suite, in order and by name. */
export interface Count {
  readonly env: Env
  readonly calls: Record<string, number>
  readonly draws: string[]
}

/** The same Env, which writes down each draw and each call, those of its keys among them. */
export function counted(env: Env): Count {
  const calls: Record<string, number> = {}
  const draws: string[] = []
  const note = (name: string): void => {
    calls[name] = (calls[name] ?? 0) + 1
  }
  const random = (length: number): Uint8Array => {
    draws.push(`random ${length}`)
    return env.random(length)
  }
  const pick = (below: number): number => {
    draws.push(`pick ${below}`)
    return env.pick(below)
  }
  const suite = countedSuite(env.suite, note)
  return { env: { nowMs: () => env.nowMs(), random, pick, suite }, calls, draws }
}

function countedSuite(suite: Suite, note: (name: string) => void): Suite {
  const noted = <A extends unknown[], R>(name: string, call: (...args: A) => R) => {
    return (...args: A): R => {
      note(name)
      return call(...args)
    }
  }
  const signingKey = (seed: Uint8Array): SigningKey => {
    const key = suite.signingKey(seed)
    return { publicKey: key.publicKey, sign: noted('sign', (message) => key.sign(message)) }
  }
  const kemKey = (seed: Uint8Array): KemKey => {
    const key = suite.kemKey(seed)
    return {
      publicKey: key.publicKey,
      decapsulate: noted('decapsulate', (enc) => key.decapsulate(enc)),
    }
  }
  return {
    sha256: noted('sha256', (...parts) => suite.sha256(...parts)),
    hmacSha256: noted('hmacSha256', (...args) => suite.hmacSha256(...args)),
    hkdfSha256: noted('hkdfSha256', (...args) => suite.hkdfSha256(...args)),
    aeadSeal: noted('aeadSeal', (...args) => suite.aeadSeal(...args)),
    aeadOpen: noted('aeadOpen', (...args) => suite.aeadOpen(...args)),
    signingKey: noted('signingKey', signingKey),
    verify: noted('verify', (...args) => suite.verify(...args)),
    kemKey: noted('kemKey', kemKey),
    encapsulate: noted('encapsulate', (...args) => suite.encapsulate(...args)),
  }
}
