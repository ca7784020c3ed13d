import { derive, type Env, fromHex, type Label } from '@postern/protocol'
import type { DeskConfig } from './desk-config.ts'

/** For an unknown name the same bytes each time, so that asking twice tells nothing. */
export function fakeBytes(
  { suite }: Env,
  { fakeSeed }: DeskConfig,
  label: Label,
  id: string,
  length: number,
): Uint8Array {
  const seed = derive(suite, fromHex(fakeSeed), label, fromHex(id), 32)
  const zeros = new Uint8Array(length)
  return suite.aeadSeal(seed, new Uint8Array(12), new Uint8Array(0), zeros).slice(0, length)
}
